package dev.roster.bootstrap.mail;

import dev.roster.bootstrap.mail.SmtpSettings.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A connection for one mail, which another thread can cut off whatever it waits for. */
final class SmtpConnection {

    /** Of several addresses the next may do better. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final SmtpSettings settings;
    private final SSLSocketFactory tls;
    private final Duration readTimeout;
    private @Nullable Socket socket;
    private boolean abort;

    SmtpConnection(SmtpSettings settings, SSLSocketFactory tls, Duration longestSilence) {
        this.settings = settings;
        this.tls = tls;
        this.readTimeout = longestSilence;
    }

    /** A socket to the first of the host's addresses that answers, with TLS if that is used from the start. */
    Socket open() throws IOException {
        IOException last = new IOException("the host has no address");
        for (InetAddress address : InetAddress.getAllByName(settings.host())) {
            try {
                // With the host's name, or the library would look one up, and check the certificate against that.
                return open(InetAddress.getByAddress(settings.host(), address.getAddress()));
            } catch (IOException failed) {
                closeSocket();
                last = failed;
            }
        }
        throw last;
    }

    private Socket open(InetAddress address) throws IOException {
        if (settings.security() == Security.LOOPBACK && !address.isLoopbackAddress()) {
            throw new IOException("the host's name stands for another machine than this");
        }
        Socket plain = track(new Socket());
        plain.setSoTimeout(Math.toIntExact(readTimeout.toMillis()));
        plain.setTcpNoDelay(true);
        plain.connect(new InetSocketAddress(address, settings.port()), Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
        return settings.security() == Security.TLS ? startTls(plain) : plain;
    }

    private Socket startTls(Socket plain) throws IOException {
        SSLSocket secure = (SSLSocket) tls.createSocket(plain, settings.host(), settings.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private synchronized Socket track(Socket opened) throws IOException {
        if (abort) {
            throw new IOException("cut off");
        }
        socket = opened;
        return opened;
    }

    /** Ends it, also if it is not open yet. */
    synchronized void abort() {
        abort = true;
        closeSocket();
    }

    /** The plain socket: closing one with TLS may wait for the other side. */
    private synchronized void closeSocket() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException closedAnyway) {
                // nothing more to be done
            }
        }
    }
}
