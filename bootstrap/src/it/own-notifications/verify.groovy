// The program compiles and runs with artifacts alone.
def java = new File(System.getProperty('java.home'), 'bin/java').path
def classPath = ['target/classes', 'target/dependency/*'].join(File.pathSeparator)
def program = new ProcessBuilder(java, '-cp', classPath, 'com.example.Welcome')
        .directory(basedir).redirectErrorStream(true).start()
def output = program.inputStream.text
assert program.waitFor() == 0: output
assert output.readLines().contains('Welcome, Ann! You are user 1.'): output

// no banners, no logger missing
assert !output.contains('jOOQ') && !output.contains('JOOQ') && !(output =~ /_{8}|@@@@/): output
assert !output.contains('SLF4J'): output
assert !output.contains('WARN com.zaxxer.hikari'): output

def jars = new File(basedir, 'target/dependency').listFiles().findAll { it.name.endsWith('.jar') }
def bytes = jars.sum { it.length() }
println "own-notifications: ${jars.size()} jars, ${bytes} bytes"
assert ['postgresql', 'swagger-ui', 'jedis', 'micrometer', 'picocli', 'logback'].every { name -> !jars.any { it.name.startsWith(name) } }
assert jars.size() <= 60 && bytes <= 32_000_000: jars*.name.sort()

def source = new File(basedir, 'src/main/java/com/example/Welcome.java').readLines()
assert source.size() <= 40: 'the sample must have at most 40 lines'
