import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(
        new File(basedir, 'target/conformance/adapters/com.example.sqlite.SqliteStorageTest.json'))
assert report.verdict == 'conformant-without-capabilities': report.verdictText
assert report.counts.passed >= 170

def partial = new JsonSlurper().parse(
        new File(basedir, 'target/partial/adapters/com.example.sqlite.SqliteStorageTest.json'))
assert partial.verdict == 'incomplete': partial.verdictText
assert partial.clauses.findAll { it.outcome == 'passed' }.every { it.id.startsWith('outbox.') }
assert partial.counts.passed > 20 && partial.counts.'not-run' > 100: partial.counts
