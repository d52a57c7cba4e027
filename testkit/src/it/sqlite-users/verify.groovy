import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(
        new File(basedir, 'target/conformance/adapters/com.example.sqlite.SqliteUserRepositoryTest.json'))
assert report.counts.deviating == 2 && report.counts.failed == 0 && report.counts.stale == 0: report.counts
assert report.counts.passed >= 29 && report.counts.'not-run' == 0: report.counts
assert report.verdict != 'conformant': 'deviations must show'

def page = new File(basedir, 'target/conformance/index.html').text
assert page.contains('users.ids-never-reused') && page.contains('not AUTOINCREMENT'): 'the page must give the reason'
