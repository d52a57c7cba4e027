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

/** A connection to the mail server. Another thread can abort it at any time. */
final class SmtpConnection {

    /** Shorter than the timeout of a mail, so that the host's next address can be tried. */
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

    /** Connects to the first reachable address of the host. The socket uses TLS if TLS is used from the start. */
    Socket open() throws IOException {
        IOException last = new IOException("the host has no address");
        for (InetAddress address : InetAddress.getAllByName(settings.host())) {
            try {
                // Keeps the host's name: the library would look up another and check the certificate against that.
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
            throw new IOException("the host must be this machine, but its name resolves to another address");
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
            throw new IOException("aborted");
        }
        socket = opened;
        return opened;
    }

    /** Closes the connection, or prevents it from being opened. */
    synchronized void abort() {
        abort = true;
        closeSocket();
    }

    /** Closes the plain socket, because closing a TLS socket may wait for the server. */
    private synchronized void closeSocket() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException closedAnyway) {
                // The socket is closed anyway.
            }
        }
    }
}
