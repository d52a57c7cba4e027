def log = new File(basedir, 'build.log').text
// 13 clauses on the fake and on the adapter, 13 planted faults, and that each clause detects one
assert log =~ /Tests run: 13, Failures: 0, Errors: 0, Skipped: 0.* in com.example.lock.InMemoryLocksTest/
assert log =~ /Tests run: 13, Failures: 0, Errors: 0, Skipped: 1.* in com.example.lock.FileLocksTest/
assert log =~ /Tests run: 14, Failures: 0, Errors: 0, Skipped: 0.* in com.example.lock.LocksContractTest/
