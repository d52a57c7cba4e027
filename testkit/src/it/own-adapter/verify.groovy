import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(
        new File(basedir, 'target/conformance/adapters/com.example.adapter.ListUserRepositoryTest.json'))
assert report.verdict == 'conformant': report.problems
assert report.counts.passed >= 31

def surefire = new File(basedir, 'target/surefire-reports/TEST-com.example.adapter.ListUserRepositoryTest.xml').text
report.clauses.each {
    assert surefire.contains("<testcase name=\"${it.id}: "): 'Surefire must name tests by clauses'
}

def subclass = new File(basedir, 'src/test/java/com/example/adapter/ListUserRepositoryTest.java').readLines()
def body = subclass.dropWhile { !it.startsWith('class ') }
assert body.size() <= 10: 'the test class of an adapter must have at most ten lines'
