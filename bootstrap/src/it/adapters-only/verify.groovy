def jars = new File(basedir, 'target/dependency').listFiles().findAll { it.name.endsWith('.jar') }
def bytes = jars.sum { it.length() }
println "adapters-only: ${jars.size()} jars, ${bytes} bytes"
assert ['h2', 'postgresql', 'swagger-ui'].every { name -> !jars.any { it.name.startsWith(name + '-') } }
assert jars.size() <= 52 && bytes <= 17_500_000: jars*.name.sort()
