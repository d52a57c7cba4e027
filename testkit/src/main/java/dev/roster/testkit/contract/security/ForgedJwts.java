package dev.roster.testkit.contract.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.application.port.security.HashFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON Web Tokens (RFC 7519) made of a valid one, each with a known attack. Made by hand, without a JWT library. */
final class ForgedJwts {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Claims that a reader may ignore. */
    private static final Set<String> OPTIONAL_CLAIMS = Set.of("iat", "nbf", "jti");

    private final String header;
    private final String payload;
    private final String signature;
    private final ObjectNode headerFields;
    private final ObjectNode claims;

    private ForgedJwts(String[] parts, ObjectNode headerFields, ObjectNode claims) {
        this.header = parts[0];
        this.payload = parts[1];
        this.signature = parts[2];
        this.headerFields = headerFields;
        this.claims = claims;
    }

    /** Returns the forgeries of a token; empty if it is not a JWT with a signature. */
    static Optional<ForgedJwts> of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            return header instanceof ObjectNode fields && claims instanceof ObjectNode content && header.has("alg")
                    ? Optional.of(new ForgedJwts(parts, fields, content))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException noJwt) {
            return Optional.empty();
        }
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String changed(ObjectNode fields, Consumer<ObjectNode> change) {
        ObjectNode copy = fields.deepCopy();
        change.accept(copy);
        return encode(copy.toString());
    }

    private String header(String algorithm) {
        return changed(headerFields, fields -> fields.put("alg", algorithm));
    }

    /**
     * Returns tokens that an attacker can make, by name. None is signed with the key of the issuer.
     *
     * @param other another valid token, of the same issuer
     */
    Map<String, String> withoutKey(String other) throws GeneralSecurityException {
        Map<String, String> forged = new LinkedHashMap<>();
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            for (String unsigned : List.of("", signature, encode(new byte[32]))) {
                forged.put(
                        "alg '" + none + "', signature '" + unsigned + "'",
                        header(none) + "." + payload + "." + unsigned);
            }
            forged.put("alg '" + none + "', two parts", header(none) + "." + payload);
        }
        forged.put("no alg", changed(headerFields, fields -> fields.remove("alg")) + "." + payload + "." + signature);
        forged.put("no signature", header + "." + payload + ".");
        forged.put("signature of another token", header + "." + payload + other.substring(other.lastIndexOf('.')));
        forged.put("signature of zeros", header("ES256") + "." + payload + "." + encode(new byte[64]));
        for (String algorithm : List.of("HS384", "HS512", "RS256", "PS256", "ES256", "EdDSA", "HS256x")) {
            if (!headerFields.path("alg").asText().equals(algorithm)) {
                forged.put("alg " + algorithm, header(algorithm) + "." + payload + "." + signature);
            }
        }
        for (Map.Entry<String, Consumer<ObjectNode>> change : changedClaims().entrySet()) {
            forged.put(change.getKey(), header + "." + changed(claims, change.getValue()) + "." + signature);
        }
        for (String key : List.of("secret", "password", header)) {
            forged.put(
                    "HS256 with the key '" + key + "'",
                    hmac(header("HS256") + "." + payload, key.getBytes(StandardCharsets.UTF_8)));
        }
        addKeysInHeader(forged);
        return forged;
    }

    private static Map<String, Consumer<ObjectNode>> changedClaims() {
        Map<String, Consumer<ObjectNode>> changes = new LinkedHashMap<>();
        changes.put("another user", claims -> claims.put("sub", "1"));
        changes.put("a later expiry", claims -> claims.put("exp", 4_102_444_800L));
        changes.put("no expiry", claims -> claims.remove("exp"));
        changes.put("another claim", claims -> claims.put("admin", true));
        return changes;
    }

    /** RFC 7515 lets a header carry the key or its address; an implementation that trusts it accepts any token. */
    private void addKeysInHeader(Map<String, String> forged) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        ObjectNode jwk = JSON.createObjectNode()
                .put("kty", "RSA")
                .put("n", encode(key.getModulus().toByteArray()))
                .put("e", encode(key.getPublicExponent().toByteArray()));
        String signed =
                changed(headerFields, fields -> fields.put("alg", "RS256").set("jwk", jwk)) + "." + payload;
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(pair.getPrivate());
        signer.update(signed.getBytes(StandardCharsets.US_ASCII));
        forged.put("RS256 with the key in the header", signed + "." + encode(signer.sign()));
        byte[] secret = HashFunction.SHA_256.digest(new byte[] {1});
        ObjectNode octets = JSON.createObjectNode().put("kty", "oct").put("k", encode(secret));
        forged.put(
                "HS256 with the key in the header",
                hmac(
                        changed(
                                        headerFields,
                                        fields -> fields.put("alg", "HS256").set("jwk", octets)) + "." + payload,
                        secret));
        // The key of an injected query, and the content of a file that every Linux system has.
        Map<String, String> keyOfId =
                Map.of("' UNION SELECT 'secret' --", "secret", "../../../../proc/sys/kernel/randomize_va_space", "2\n");
        for (Map.Entry<String, String> each : keyOfId.entrySet()) {
            String forgedHeader =
                    changed(headerFields, fields -> fields.put("alg", "HS256").put("kid", each.getKey()));
            forged.put(
                    "HS256 with the key id " + each.getKey(),
                    hmac(forgedHeader + "." + payload, each.getValue().getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String hmac(String signed, byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * Returns tokens that another holder of the key may have issued for another purpose, by name: all are signed.
     *
     * @param signer signs a header and a payload
     */
    Map<String, String> withKey(UnaryOperator<String> signer, Instant now) {
        Map<String, Consumer<ObjectNode>> changes = new LinkedHashMap<>();
        for (String claim : names(claims)) {
            if (!OPTIONAL_CLAIMS.contains(claim)) {
                changes.put("no claim " + claim, fields -> fields.remove(claim));
                changes.put("claim " + claim + " of null", fields -> fields.putNull(claim));
            }
        }
        changes.put("an expiry of text", fields -> fields.put("exp", "never"));
        changes.put("an expiry in the past", fields -> fields.put("exp", now.getEpochSecond() - 1));
        changes.put("an expiry now", fields -> fields.put("exp", now.getEpochSecond()));
        changes.put("not before tomorrow", fields -> fields.put("nbf", now.getEpochSecond() + 86_400));
        changes.put("another issuer", fields -> fields.put("iss", "https://stranger.example.net"));
        changes.put("another audience", fields -> fields.put("aud", "https://stranger.example.net"));
        changes.put("a user of text", fields -> fields.put("sub", "abc"));
        changes.put("a user of 0", fields -> fields.put("sub", "0"));
        changes.put("a negative user", fields -> fields.put("sub", "-1"));
        Map<String, String> forged = new LinkedHashMap<>();
        changes.forEach((name, change) -> forged.put(name, signed(header, changed(claims, change), signer)));
        for (String type : List.of("logout+jwt", "dpop+jwt", "secevent+jwt")) {
            forged.put(
                    "type " + type, signed(changed(headerFields, fields -> fields.put("typ", type)), payload, signer));
        }
        ObjectNode critical = headerFields.deepCopy().put("exp", 1);
        critical.putArray("crit").add("exp");
        forged.put("a critical extension", signed(encode(critical.toString()), payload, signer));
        forged.put("a payload that is no object", signed(header, encode("[]"), signer));
        forged.put("a payload that is no JSON", signed(header, encode("claims"), signer));
        return forged;
    }

    /** Returns the token signed again, without a change. */
    String unchanged(UnaryOperator<String> signer) {
        return signed(header, payload, signer);
    }

    /** Returns a signed token that names two users, first the one and then the user of the original token. */
    String twoUsers(String first, UnaryOperator<String> signer) {
        String text = claims.toString();
        return signed(header, encode("{\"sub\":\"" + first + "\"," + text.substring(1)), signer);
    }

    private static String signed(String header, String payload, UnaryOperator<String> signer) {
        String content = header + "." + payload;
        return content + "." + signer.apply(content);
    }

    private static List<String> names(ObjectNode fields) {
        List<String> names = new ArrayList<>();
        fields.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
