package dev.roster.application.outbox.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roster.application.outbox.codec.OutboxMessageCodec.Encoded;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conversion of outbox messages. The texts are those in rows of released versions: a change that breaks one of them
 * loses messages.
 */
class OutboxMessageCodecTest {

    private static final MessageId ID = new MessageId(UUID.fromString("00000000-0000-4000-8000-000000000001"));
    private static final Instant CREATED = Instant.parse("2023-01-01T00:00:00.123456Z");
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");
    private static final String MAIL = """
            {"to":"ann@example.com","name":"Zo\\u00EB \\uD83D\\uDE00","token":"s3cret",\
            "tokenExpiresAt":"2023-01-02T00:00:00Z"}""";

    record Row(OutboxMessage message, String kind, String payload) {}

    static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        new VerificationEmail(
                                ID,
                                CREATED,
                                ANN,
                                "Zoë 😀",
                                new OneTimeSecret("s3cret"),
                                Instant.parse("2023-01-02T00:00:00Z")),
                        "verification-email",
                        MAIL),
                new Row(
                        new VerificationRequest(ID, CREATED, ANN),
                        "verification-request",
                        "{\"to\":\"ann@example.com\"}"),
                new Row(
                        new PasswordResetEmail(
                                ID,
                                CREATED,
                                ANN,
                                "Zoë 😀",
                                new OneTimeSecret("s3cret"),
                                Instant.parse("2023-01-02T00:00:00Z")),
                        "password-reset-email",
                        MAIL),
                new Row(
                        new PasswordResetRequest(ID, CREATED, ANN, new ClientAddress("192.0.2.1")),
                        "password-reset-request",
                        "{\"to\":\"ann@example.com\",\"from\":\"192.0.2.1\"}"),
                new Row(
                        new PasswordChangedEmail(ID, CREATED, ANN, "Ann"),
                        "password-changed-email",
                        "{\"to\":\"ann@example.com\",\"name\":\"Ann\"}"),
                new Row(
                        new EmailChangedEmail(ID, CREATED, ANN, "Ann", new EmailAddress("zoë@example.com")),
                        "address-changed-email",
                        "{\"to\":\"ann@example.com\",\"name\":\"Ann\",\"changedTo\":\"zo\\u00EB@example.com\"}"),
                new Row(
                        new WelcomeNotification(ID, CREATED, new UserId(UserId.MAX), "Ann"),
                        "welcome-notification",
                        "{\"userId\":9007199254740991,\"name\":\"Ann\"}"),
                new Row(
                        new ProfileUpdatedNotification(ID, CREATED, new UserId(42), "Ann"),
                        "profile-updated-notification",
                        "{\"userId\":42,\"name\":\"Ann\"}"),
                new Row(
                        new UserCacheInvalidation(ID, CREATED, new UserId(42), Long.MAX_VALUE, true),
                        "user-cache-refresh",
                        "{\"userId\":42,\"version\":9223372036854775807,\"deleted\":true}"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void encodesReleasedFormat(Row row) {
        assertThat(OutboxMessageCodec.encode(row.message())).isEqualTo(new Encoded(row.kind(), row.payload()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void decodesReleasedFormat(Row row) {
        assertThat(OutboxMessageCodec.decode(ID, CREATED, new Encoded(row.kind(), row.payload())))
                .isEqualTo(row.message());
    }

    @Test
    void decodesEveryEncodedKind() {
        assertThat(OutboxMessageCodec.kinds())
                .containsExactlyInAnyOrderElementsOf(rows().map(Row::kind).toList())
                .hasSameSizeAs(OutboxMessage.class.getPermittedSubclasses());
        assertThat(rows().<Class<?>>map(row -> row.message().getClass()))
                .containsExactlyInAnyOrder(OutboxMessage.class.getPermittedSubclasses());
    }

    @Test
    void ignoresUnknownFields() {
        assertThat(OutboxMessageCodec.decode(
                        ID, CREATED, new Encoded("welcome-notification", "{\"new\":1,\"userId\":1,\"name\":\"Ann\"}")))
                .isEqualTo(new WelcomeNotification(ID, CREATED, new UserId(1), "Ann"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\uD83D", "\uDE00 \uD83D", "a\u2028b"})
    void keepsCharactersThatDatabasesReject(String name) {
        OutboxMessage message = new WelcomeNotification(ID, CREATED, new UserId(1), name);

        Encoded row = OutboxMessageCodec.encode(message);

        assertThat(row.payload()).matches("[ -~]+");
        assertThat(OutboxMessageCodec.decode(ID, CREATED, row)).isEqualTo(message);
    }

    @Test
    void rejectsUnreadablePayloadWithoutQuotingIt() {
        List<Encoded> unreadable = List.of(
                new Encoded("verification-email", "{\"token\":\"s3cret\"}"),
                new Encoded("verification-email", MAIL.replace("ann@example.com", "s3cret")),
                new Encoded("verification-email", "s3cret {"),
                new Encoded("verification-email", "null"),
                new Encoded("password-reset-email", "{\"token\":\"s3cret\"}"),
                new Encoded("welcome-notification", "{\"userId\":0,\"name\":\"s3cret\"}"),
                new Encoded("welcome-notification", "{\"userId\":\"1\",\"name\":\"s3cret\"}"),
                new Encoded("welcome-notification", "{\"userId\":1.5,\"name\":\"s3cret\"}"),
                new Encoded("welcome-notification", "{\"userId\":99999999999999999999,\"name\":\"s3cret\"}"),
                new Encoded("welcome-notification", "{\"userId\":9999999999999999999,\"name\":\"s3cret\"}"),
                new Encoded("welcome-notification", "{\"userId\":1,\"name\":\"s3cret\",\"name\":\"Ann\"}"),
                new Encoded("welcome-notification", "{\"userId\":1,\"name\":\"s3cret\"} s3cret"),
                new Encoded("welcome-notification", "{\"userId\":1,\"name\":\"s3cret"),
                new Encoded("welcome-notification", "{\"userId\":1,\"name\":\"s3cret\\u12\"}"),
                new Encoded("welcome-notification", "{\"userId\":1,\"name\":\"s3cret\\x\"}"),
                new Encoded("welcome-notification", "{\"userId\":1,\"name\":[\"s3cret\"]}"),
                new Encoded("welcome-notification", "{\"userId\":1,\"name\":\"s3cret\",}"),
                new Encoded("welcome-notification", ""),
                new Encoded("of-the-future", MAIL));

        for (Encoded row : unreadable) {
            Throwable refusal = catchThrowable(() -> OutboxMessageCodec.decode(ID, CREATED, row));
            assertThat(refusal).as(row.payload()).isInstanceOf(IllegalArgumentException.class);
            assertThat(refusal.getMessage()).contains(row.kind()).doesNotContain("s3cret");
            assertThat(refusal).hasNoCause();
        }
    }

    @Test
    void namesUnknownKind() {
        assertThatExceptionOfType(UnknownMessageKindException.class)
                .isThrownBy(() -> OutboxMessageCodec.decode(ID, CREATED, new Encoded("of-the-future", "{}")))
                .withMessageStartingWith(
                        "unknown kind of outbox message: 'of-the-future'; this version knows [address-")
                .satisfies(unknown -> assertThat(unknown.kind()).isEqualTo("of-the-future"));
    }

    @Test
    void quotesNoPayloadPassedAsKind() {
        assertThatExceptionOfType(UnknownMessageKindException.class)
                .isThrownBy(() -> OutboxMessageCodec.decode(ID, CREATED, new Encoded(MAIL, "verification-email")))
                .withMessageContaining("'(not a kind)'");
        assertThat(new Encoded(MAIL, "verification-email").toString()).doesNotContain("s3cret");
    }

    @Test
    void namesMissingField() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutboxMessageCodec.decode(ID, CREATED, new Encoded("verification-request", "{}")))
                .withMessage("unreadable verification-request: there is no string field 'to'");
    }

    @Test
    void acceptsItsOwnVersionAndRejectsNewerOnes() {
        String payload = "{\"v\":%d,\"userId\":1,\"name\":\"Ann\"}";

        assertThat(OutboxMessageCodec.decode(
                        ID,
                        CREATED,
                        new Encoded("welcome-notification", payload.formatted(OutboxMessageCodec.VERSION))))
                .isEqualTo(new WelcomeNotification(ID, CREATED, new UserId(1), "Ann"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutboxMessageCodec.decode(
                        ID, CREATED, new Encoded("welcome-notification", payload.formatted(2))))
                .withMessage("unreadable welcome-notification: its version is 2, but the newest known is 1");
    }

    @Test
    void acceptsOtherSpellingsOfJson() {
        assertThat(OutboxMessageCodec.decode(
                        ID,
                        CREATED,
                        new Encoded(
                                "welcome-notification",
                                " { \"name\" : \"\\/\\b\\f\\n\\r\\t\\u00eb\u00eb\" ,\r\n\t\"userId\": 1 } ")))
                .isEqualTo(new WelcomeNotification(ID, CREATED, new UserId(1), "/\b\f\n\r\t\u00eb\u00eb"));
    }

    @Test
    void toStringContainsNoPayload() {
        assertThat(new Encoded("verification-email", MAIL)).asString().doesNotContain("s3cret");
    }
}
