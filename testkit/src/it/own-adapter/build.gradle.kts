plugins {
    java
}

repositories {
    mavenLocal() // has Roster's artifacts after "mvn install" in a clone of Roster
    mavenCentral()
}

dependencies {
    implementation(platform("dev.roster:roster-bom:1.0.0-SNAPSHOT"))
    implementation("dev.roster:roster-application")

    testImplementation("dev.roster:roster-testkit")
    testImplementation(platform("org.junit:junit-bom:6.1.3")) // 5.8.2 or newer
    testImplementation("org.junit.jupiter:junit-jupiter")
    testRuntimeOnly("org.junit.platform:junit-platform-launcher")
}

tasks.withType<JavaCompile>().configureEach {
    options.encoding = "UTF-8"
    options.release.set(17)
}

tasks.test {
    useJUnitPlatform()
}
