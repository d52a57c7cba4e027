def log = new File(basedir, 'build.log').text
def ran = (log =~ /Tests run: (\d+), Failures: 0, Errors: 0, Skipped: 0/)
assert ran.find(): 'the log contains no successful test run'
assert ran.group(1).toInteger() >= 28: 'some clauses did not run'
def subclass = new File(basedir, 'src/test/java/com/example/adapter/ListUserRepositoryTest.java').readLines()
def body = subclass.dropWhile { !it.startsWith('class ') }
assert body.size() <= 10: 'the test class of an adapter must have at most ten lines'
