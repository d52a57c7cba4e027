package dev.roster.bootstrap.mail;

import dev.roster.application.port.delivery.EmailService;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.contract.outage.EmailServiceOutageContract;
import dev.roster.testkit.server.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AutoClose;

/** Runs the contract on an SMTP server behind a proxy. */
class SmtpEmailServiceOutageContractTest extends EmailServiceOutageContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @AutoClose
    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    SmtpEmailServiceOutageContractTest() throws Exception {}

    @Override
    protected FaultyBackend<EmailService> emptyBackendWithFaults() throws Exception {
        TcpProxy network = new TcpProxy("127.0.0.1", server.port());
        SmtpSettings settings = SmtpSettings.parse("smtp://127.0.0.1:" + network.port());
        return FaultyBackend.of(
                Backend.of(
                        () -> new SmtpEmailService(
                                settings,
                                TestMails.composer(),
                                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                                TIMEOUT),
                        network::close),
                network);
    }

    @Override
    protected List<String> receivedTexts() throws Exception {
        List<String> texts = new ArrayList<>();
        for (ScriptedSmtpServer.Mail each : server.mails()) {
            texts.add(TestMails.received(each.recipients(), each.message()).text());
        }
        return texts;
    }

    @Override
    protected Duration longestCall() {
        return TIMEOUT;
    }
}
