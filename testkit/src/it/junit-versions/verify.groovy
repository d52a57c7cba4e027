import groovy.json.JsonSlurper

for (module in ['junit-5.8', 'junit-5.10', 'junit-5.14']) {
    def report = new File(basedir, "$module/target/conformance/adapters/com.example.adapter.DeviatingUserRepositoryTest.json")
    def counts = new JsonSlurper().parse(report).counts
    assert counts.deviating == 2 && counts.failed == 0 && counts.stale == 0: "$module: $counts"
    assert counts.passed >= 30 && counts.'not-run' == 0: "$module: some clauses did not run: $counts"
}
