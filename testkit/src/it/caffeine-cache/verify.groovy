import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(
        new File(basedir, 'target/conformance/adapters/com.example.caffeine.CaffeineUserCacheTest.json'))
assert report.verdict == 'conformant': report.verdictText
assert report.counts.passed >= 11
