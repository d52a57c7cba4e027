def log = new File(basedir, 'build.log').text
assert log.contains('clause users.email-unique-ignoring-case does not hold for CaseSensitiveUserRepositoryTest')
assert log.contains('clause users.email-found-ignoring-case does not hold for CaseSensitiveUserRepositoryTest')
assert !log.contains('COMPILATION ERROR')
