package dev.roster.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.bootstrap.mail.SmtpSettings.Security;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.domain.user.EmailAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several mails on one connection, and what happens when the server closes or limits it. */
class SmtpConnectionReuseTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @AutoClose
    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    @AutoClose
    private final SmtpEmailService service = service(LONG);

    SmtpConnectionReuseTest() throws IOException {}

    private SmtpEmailService service(Duration maxIdle) {
        return new SmtpEmailService(
                new SmtpSettings("127.0.0.1", server.port(), Security.LOOPBACK, Optional.empty()),
                TestMails.composer(),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                Duration.ofSeconds(60),
                maxIdle);
    }

    private void send(int number) {
        service.sendPasswordChangedEmail(MessageId.random(), recipient(number), "Ann", TestMails.NOW);
    }

    private static EmailAddress recipient(int number) {
        return new EmailAddress("user-" + number + "@example.org");
    }

    private void assertDeliveredOnce(int... numbers) {
        assertThat(server.mails())
                .extracting(ScriptedSmtpServer.Mail::recipients)
                .containsExactlyElementsOf(IntStream.of(numbers)
                        .mapToObj(number -> List.of(recipient(number).value()))
                        .toList());
    }

    private long commands(String command) {
        return server.received().stream()
                .filter(line -> line.startsWith(command))
                .count();
    }

    @Test
    void sendsMailsOneAfterAnotherOnOneConnection() {
        IntStream.range(0, 3).forEach(this::send);

        assertDeliveredOnce(0, 1, 2);
        assertThat(server.acceptedConnections()).isEqualTo(1);
        assertThat(commands("EHLO")).isEqualTo(1);
        assertThat(commands("MAIL FROM")).isEqualTo(3);
        assertThat(commands("RSET") + commands("NOOP")).as("a round trip each").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "421 4.3.2 closing", "452 4.5.3 too many mails", "550 5.7.1 too many mails"})
    void opensNewConnectionIfServerClosedOrLimitedIt(String reply) {
        server.limitingMails(1, reply);

        IntStream.range(0, 3).forEach(this::send);

        assertDeliveredOnce(0, 1, 2);
        assertThat(server.acceptedConnections()).isEqualTo(3);
    }

    @Test
    void opensNewConnectionAfterServerRestart() throws IOException {
        send(0);
        server.stop();
        server.restart();

        send(1);

        assertDeliveredOnce(0, 1);
    }

    @ParameterizedTest
    @CsvSource({"MAIL, 550 5.7.1 not from you", "RCPT, 550 5.1.1 no such user", "DATA, 554 5.5.1 no"})
    void reportsRejectionOfNewConnection(String command, String reply) {
        send(0);
        server.replyingTo(command, reply);

        assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(() -> send(1))
                .withMessageContaining(reply)
                .matches(DeliveryFailedException::isPermanent);

        assertDeliveredOnce(0);
    }

    @Test
    void resetsAndKeepsConnectionAfterRejectedRecipient() {
        server.replyingTo("RCPT TO:<user-1@example.org>", "550 5.1.1 no such user");
        send(0);

        assertThatExceptionOfType(DeliveryFailedException.class).isThrownBy(() -> send(1));
        send(2);

        assertDeliveredOnce(0, 2);
        assertThat(server.acceptedConnections()).isEqualTo(1);
        List<String> received = server.received();
        assertThat(received.subList(received.lastIndexOf("RCPT TO:<user-1@example.org>"), received.size()))
                .contains("RSET");
    }

    @Test
    void neverRepeatsMailWhoseReplyWasLost() {
        send(0);
        server.replyingTo(ScriptedSmtpServer.END_OF_MAIL, "421 4.4.2 closing");

        assertThatExceptionOfType(DeliveryFailedException.class).isThrownBy(() -> send(1));

        assertDeliveredOnce(0, 1);
    }

    @Test
    void limitsMailsOfOneConnection() {
        IntStream.rangeClosed(0, SmtpSession.MAX_MAILS).forEach(this::send);

        assertThat(server.mails()).hasSize(SmtpSession.MAX_MAILS + 1);
        assertThat(server.acceptedConnections()).isEqualTo(2);
    }

    @Test
    void closesIdleConnection() {
        try (SmtpEmailService impatient = service(Duration.ofMillis(1))) {
            impatient.sendPasswordChangedEmail(MessageId.random(), recipient(0), "Ann", TestMails.NOW);

            RosterProcess.await("the end of the connection", () -> server.openConnections() == 0);
        }

        assertThat(commands("QUIT")).isEqualTo(1);
    }

    @Test
    void closeEndsIdleConnections() {
        send(0);
        assertThat(server.openConnections()).isEqualTo(1);

        service.close();

        RosterProcess.await("the end of the connection", () -> server.openConnections() == 0);
        assertThat(commands("QUIT")).isEqualTo(1);
    }

    @Test
    void concurrentMailsHaveTheirOwnConnections() throws Exception {
        CountDownLatch connected = new CountDownLatch(4);
        AtomicInteger greetings = new AtomicInteger();
        server.delayingReplies(() -> greetings.getAndIncrement() < 4 ? countDownAndAwait(connected) : 0);
        ExecutorService senders = Executors.newFixedThreadPool(4);

        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int number = i;
            sent.add(senders.submit(() -> send(number)));
        }
        senders.shutdown();
        for (Future<?> each : sent) {
            each.get();
        }

        assertThat(server.mails())
                .hasSize(40)
                .extracting(ScriptedSmtpServer.Mail::recipients)
                .doesNotHaveDuplicates();
        assertThat(server.acceptedConnections()).isEqualTo(4);
    }

    /** Waits until all senders have connected. Returns no delay. */
    private static int countDownAndAwait(CountDownLatch connected) {
        connected.countDown();
        try {
            assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
