package dev.roster.bootstrap.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Access tokens of the {@link BareServer}: like those of Roster, of three parts and signed with HMAC-SHA-256. */
final class BareTokens {

    private static final String ALGORITHM = "HmacSHA256";

    private final ObjectMapper json = new ObjectMapper();
    private final SecretKeySpec key = new SecretKeySpec(new SecureRandom().generateSeed(32), ALGORITHM);

    String issue(long user) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String head = base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.US_ASCII));
        String claims = base64.encodeToString(json.writeValueAsBytes(
                Map.of("sub", user, "exp", Instant.now().plusSeconds(3_600).getEpochSecond())));
        String signed = head + "." + claims;
        return signed + "." + base64.encodeToString(mac(signed));
    }

    long authenticate(String header) throws Exception {
        String token = header.substring("Bearer ".length());
        int end = token.lastIndexOf('.');
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
        if (!MessageDigest.isEqual(signature, mac(token.substring(0, end)))) {
            throw new IllegalArgumentException("forged");
        }
        JsonNode claims = json.readTree(Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, end)));
        if (claims.get("exp").longValue() < Instant.now().getEpochSecond()) {
            throw new IllegalArgumentException("expired");
        }
        return claims.get("sub").longValue();
    }

    private byte[] mac(String text) throws Exception {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(key);
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }
}
