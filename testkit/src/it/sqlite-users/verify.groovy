import groovy.json.JsonSlurper

def report = { folder ->
    def name = 'com.example.sqlite.SqliteUserRepositoryTest'
    new JsonSlurper().parse(new File(basedir, "target/${folder}/adapters/${name}.json"))
}
def page = { folder -> new File(basedir, "target/${folder}/index.html").text }

def deviating = report('conformance')
assert deviating.counts.deviating == 2 && deviating.counts.failed == 0 && deviating.counts.stale == 0: deviating.counts
assert deviating.counts.passed >= 29 && deviating.counts.'not-run' == 0: deviating.counts
assert deviating.verdict == 'deviating'
assert deviating.system.startsWith('SQLite 3.')
assert page('conformance').contains('users.ids-never-reused')
assert page('conformance').contains('its ids are not AUTOINCREMENT'): 'the page must give the reason'

def partial = report('partial')
assert partial.verdict == 'incomplete'
assert partial.counts.passed > 0 && partial.counts.'not-run' > 0: partial.counts
assert partial.clauses*.reason.contains('not selected by -Dclauses=users.email-*')

def stale = report('stale')
assert stale.verdict == 'not-conformant'
assert stale.clauses.findAll { it.outcome == 'stale' }*.id == ['users.email-unique-ignoring-case']
assert page('stale').contains('<h1 class="v-not-conformant">')
