def log = new File(basedir, 'build.log').text
def ran = (log =~ /Tests run: (\d+), Failures: 0, Errors: 0, Skipped: 0/)
assert ran.find(): 'no clean test run in the log'
assert ran.group(1).toInteger() >= 28: 'clauses are missing from the run'
def subclass = new File(basedir, 'src/test/java/com/example/adapter/ListUserRepositoryTest.java').readLines()
def body = subclass.dropWhile { !it.startsWith('class ') }
assert body.size() <= 10: 'proving an adapter takes ten lines at most'
