package dev.roster.testkit.faulty.security;

import static dev.roster.testkit.faulty.security.AccessTokenFaults.*;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.user.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON Web Tokens, signed with HMAC-SHA-256, with one of {@link AccessTokenFaults}. */
final class FaultyJwts implements AccessTokens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = Logger.getLogger(FaultyJwts.class.getName());

    private final AccessTokenFaults fault;
    private final String key;
    private final Duration ttl;
    private final InstantSource clock;
    private final Map<String, Claims> accepted = new ConcurrentHashMap<>();
    private final Mac sharedMac;

    FaultyJwts(AccessTokenFaults fault, String key, Duration ttl, InstantSource clock) {
        this.fault = fault;
        this.key = fault == KEY_IGNORED ? "any" : key;
        this.ttl = ttl;
        this.clock = clock;
        this.sharedMac = mac(this.key.getBytes(StandardCharsets.UTF_8));
    }

    private boolean is(AccessTokenFaults other) {
        return fault == other;
    }

    /** Signs a header and a payload. */
    static String sign(String key, String content) {
        return encode(mac(key.getBytes(StandardCharsets.UTF_8)).doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String signature(String content, boolean hint) {
        String signed = content;
        if (is(PAYLOAD_NOT_SIGNED) || (hint && is(HINT_NOT_SIGNED))) {
            signed = content.substring(0, content.indexOf('.'));
        }
        if (!is(MAC_SHARED_BY_THREADS)) {
            return sign(key, signed);
        }
        for (byte octet : signed.getBytes(StandardCharsets.UTF_8)) {
            sharedMac.update(octet);
        }
        LockSupport.parkNanos(1);
        return encode(sharedMac.doFinal());
    }

    @Override
    public AccessToken issue(UserId userId, long sessionEpoch) {
        return issue(userId, sessionEpoch, false, ttl);
    }

    @Override
    public AccessToken issueLoginHint(UserId userId, long sessionEpoch) {
        return issue(userId, sessionEpoch, true, HINT_TTL);
    }

    private AccessToken issue(UserId userId, long sessionEpoch, boolean hint, Duration validity) {
        Instant expiry = clock.instant().plus(validity);
        ObjectNode claims = JSON.createObjectNode()
                .put("iss", hint ? "hint" : "access")
                .put("sub", Long.toString(is(USER_TRUNCATED) ? userId.value() % 1_000_000 : userId.value()))
                .put("epoch", is(EPOCH_AS_INT) ? (int) sessionEpoch : sessionEpoch)
                .put("exp", is(EXPIRY_OVERFLOWS) ? (int) expiry.getEpochSecond() : expiry.getEpochSecond());
        String content = encode("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encode(claims.toString().getBytes(StandardCharsets.UTF_8));
        String token = content + "." + signature(content, hint);
        if (is(VALID_ONLY_WHERE_ISSUED)) {
            accepted.put(token, new Claims(userId, sessionEpoch));
        }
        return new AccessToken(token, is(TTL_MISREPORTED) ? validity.plusSeconds(1) : validity);
    }

    @Override
    public Claims validate(String token) {
        return validate(token, false);
    }

    @Override
    public Claims validateLoginHint(String hint) {
        if (is(HINT_OF_ACCEPTED_TOKEN) && accepted.containsKey(hint)) {
            return accepted.get(hint);
        }
        return validate(hint, true);
    }

    private Claims validate(String token, boolean hint) {
        if (is(VALID_ONLY_WHERE_ISSUED) && !accepted.containsKey(token)) {
            throw new InvalidAccessTokenException("unknown");
        }
        if (is(ACCEPTED_ONCE_ACCEPTED_FOREVER) && !hint && accepted.containsKey(token)) {
            return accepted.get(token);
        }
        try {
            Claims claims = read(normalized(token), hint);
            if (!hint) {
                accepted.put(token, claims);
            }
            return claims;
        } catch (IOException | IllegalArgumentException malformed) {
            if (is(MALFORMED_CRASHES)) {
                throw new IllegalArgumentException(malformed);
            }
            throw rejected(token);
        } catch (InvalidAccessTokenException invalid) {
            throw rejected(token);
        }
    }

    private InvalidAccessTokenException rejected(String token) {
        if (is(TOKEN_LOGGED)) {
            LOG.log(Level.FINE, "rejected {0}", token);
        } else if (is(TOKEN_PRINTED)) {
            System.err.print(token.substring(Math.max(0, token.length() - 40)) + " ");
        }
        InvalidAccessTokenException rejected =
                new InvalidAccessTokenException(is(TOKEN_IN_MESSAGE) ? "no token: " + token : "no token");
        if (is(TOKEN_IN_CAUSE)) {
            rejected.initCause(new IllegalArgumentException(token));
        }
        return rejected;
    }

    private String normalized(String token) {
        return switch (fault) {
            case TRIMMED -> token.strip();
            case WHITE_SPACE_IGNORED -> token.replaceAll("\\s", "");
            case PADDING_IGNORED -> token.replace("=", "");
            case SCHEME_IGNORED -> token.startsWith("Bearer ") ? token.substring(7) : token;
            case STANDARD_ALPHABET_ACCEPTED -> token.replace('+', '-').replace('/', '_');
            default -> token;
        };
    }

    private Claims read(String token, boolean hint) throws IOException {
        String[] parts = token.split("\\.", -1);
        boolean unsigned = is(UNSIGNED_ACCEPTED) && parts.length >= 2;
        require(unsigned || parts.length == 3);
        byte[] headerBytes = Base64.getUrlDecoder().decode(parts[0]);
        JsonNode header = JSON.readTree(headerBytes);
        require(header instanceof ObjectNode);
        String algorithm = header.path("alg").asText();
        if (!(unsigned && algorithm.equalsIgnoreCase("none"))) {
            require((parts.length == 3 && algorithm.equals("HS256")) || is(SIGNATURE_NOT_CHECKED));
            require(is(SIGNATURE_NOT_CHECKED) || isSigned(header, parts, hint));
        }
        String type = header.path("typ").asText("JWT");
        require(type.equals("JWT") || is(TYPE_IGNORED));
        require(!header.has("crit") || is(CRITICAL_IGNORED));
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return claims(payload, hint);
    }

    private boolean isSigned(JsonNode header, String[] parts, boolean hint) throws IOException {
        String content = parts[0] + "." + parts[1];
        String expected = signature(content, hint);
        return switch (fault) {
            case EMPTY_SIGNATURE_ACCEPTED -> parts[2].isEmpty() || parts[2].equals(expected);
            case SIGNATURE_COMPARED_BY_PREFIX -> expected.startsWith(parts[2]);
            case CASE_OF_SIGNATURE_IGNORED -> expected.equalsIgnoreCase(parts[2]);
            case UNUSED_BITS_IGNORED ->
                expected.equals(encode(Base64.getUrlDecoder().decode(parts[2])));
            case KEY_OF_HEADER_USED -> {
                byte[] sent = header.at("/jwk/k").isTextual()
                        ? Base64.getUrlDecoder().decode(header.at("/jwk/k").asText())
                        : key.getBytes(StandardCharsets.UTF_8);
                yield encode(mac(sent).doFinal(content.getBytes(StandardCharsets.UTF_8)))
                        .equals(parts[2]);
            }
            case KEY_ID_NOT_CHECKED -> {
                byte[] found = (header.has("kid") ? "secret" : key).getBytes(StandardCharsets.UTF_8);
                yield encode(mac(found).doFinal(content.getBytes(StandardCharsets.UTF_8)))
                        .equals(parts[2]);
            }
            default -> expected.equals(parts[2]);
        };
    }

    private Claims claims(String payload, boolean hint) throws JsonProcessingException {
        JsonNode claims = JSON.readTree(payload);
        require(claims instanceof ObjectNode);
        String user = claims.path("sub").asText();
        if (is(FIRST_OF_TWO_USERS)) {
            user = payload.replaceFirst(".*?\"sub\":\"?(\\w*).*", "$1");
        }
        boolean kindIgnored = is(ISSUER_IGNORED) || (hint ? is(TOKEN_IS_HINT) : is(HINT_IS_TOKEN));
        boolean known = kindIgnored
                ? is(ISSUER_IGNORED) || claims.path("iss").asText().matches("hint|access")
                : claims.path("iss").asText().equals(hint ? "hint" : "access");
        require(known);
        require(!claims.has("aud") || is(AUDIENCE_IGNORED));
        long now = clock.instant().getEpochSecond();
        require(claims.path("nbf").asLong(0) <= now || is(NOT_BEFORE_IGNORED));
        require(claims.path("exp").isIntegralNumber() || is(EXPIRY_OPTIONAL));
        long late = is(EXPIRES_LATE) ? 1 : is(EXPIRES_EARLY) ? -1 : 0;
        require(now < claims.path("exp").asLong(Long.MAX_VALUE) + late || (hint && is(HINT_NEVER_EXPIRES)));
        require(claims.path("epoch").isIntegralNumber());
        return new Claims(
                UserId.parse(user).orElseThrow(IllegalArgumentException::new),
                claims.path("epoch").asLong());
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new InvalidAccessTokenException("no token");
        }
    }
}
