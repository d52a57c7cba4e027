import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
// each of 13 planted faults is detected, and each clause detects one
assert log =~ /Tests run: 14, Failures: 0, Errors: 0, Skipped: 0.* in com.example.lock.LocksContractTest/

def report(basedir, adapter) {
    new JsonSlurper().parse(new File(basedir, "target/conformance/adapters/com.example.lock.${adapter}.json"))
}
assert report(basedir, 'InMemoryLocksTest').verdict == 'conformant'
def files = report(basedir, 'FileLocksTest')
assert files.counts.passed == 12 && files.counts.deviating == 1: files.counts
assert files.capabilities.toString().contains('a lease in a file is never extended'): files.capabilities
