package dev.roster.testkit.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class MissingArchUnitTest {

    @Test
    void reportsMissingLibraryByCoordinates() throws Exception {
        URL testkit = HexagonalRules.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader alone = new URLClassLoader(new URL[] {testkit}, ClassLoader.getPlatformClassLoader())) {
            Class<?> rules = alone.loadClass(HexagonalRules.class.getName());
            assertThat(rules).isNotSameAs(HexagonalRules.class);
            // Reflection would load the types of all methods, including those of ArchUnit.
            MethodHandle forBasePackage = MethodHandles.publicLookup()
                    .findStatic(rules, "forBasePackage", MethodType.methodType(rules, String.class));

            assertThatIllegalStateException()
                    .isThrownBy(() -> forBasePackage.invokeWithArguments("com.example.shop"))
                    .withMessageContaining("com.tngtech.archunit:archunit");
        }
    }
}
