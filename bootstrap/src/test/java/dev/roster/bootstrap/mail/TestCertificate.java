package dev.roster.bootstrap.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** TLS sockets with a certificate that only these tests trust. */
final class TestCertificate {

    private static final String PASSWORD = "changeit";

    private TestCertificate() {}

    /** Creates a certificate for {@code 127.0.0.1} with the JDK's keytool. */
    static SSLSocketFactory create(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(("-genkeypair -keyalg EC -groupname secp256r1 -validity 2 -alias test -dname CN=test"
                        + " -ext SAN=ip:127.0.0.1 -storetype PKCS12 -keystore keys.p12 -storepass " + PASSWORD)
                .split(" ", -1)));
        Path log = directory.resolve("keytool.log");
        Process keytool = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!keytool.waitFor(100, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool failed: " + Files.readString(log));
        }
        return socketFactory(KeyStore.getInstance(directory.resolve("keys.p12").toFile(), PASSWORD.toCharArray()));
    }

    /** Returns a factory whose servers present the certificate in the store, and whose clients trust only it. */
    static SSLSocketFactory socketFactory(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
