def log = new File(basedir, 'build.log').text
// Surefire prints a line for each nested class, and one for all.
def ran = (log =~ /Tests run: (\d+), Failures: 0, Errors: 0, Skipped: 0/).collect { it[1].toInteger() }
assert !ran.isEmpty(): 'the log contains no successful test run'
assert ran.max() >= 29: 'some clauses did not run'
def subclass = new File(basedir, 'src/test/java/com/example/adapter/ListUserRepositoryTest.java').readLines()
def body = subclass.dropWhile { !it.startsWith('class ') }
assert body.size() <= 10: 'the test class of an adapter must have at most ten lines'
