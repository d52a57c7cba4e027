def log = new File(basedir, 'build.log').text
def ran = (log =~ /Tests run: (\d+), Failures: 0, Errors: 0, Skipped: 0/).collect { it[1].toInteger() }
assert !ran.isEmpty() && ran.max() >= 11: 'some clauses did not run'
