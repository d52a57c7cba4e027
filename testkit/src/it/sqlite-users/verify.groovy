def log = new File(basedir, 'build.log').text
assert log =~ /Tests run: \d+, Failures: 0, Errors: 0, Skipped: 2/: 'exactly two clauses must deviate'
