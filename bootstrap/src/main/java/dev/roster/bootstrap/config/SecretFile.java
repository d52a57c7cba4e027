package dev.roster.bootstrap.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Reader of files that contain the value of a setting. Its messages name neither the file nor the content: a secret may
 * have been set instead of the name of its file.
 */
final class SecretFile {

    private static final int MAX_BYTES = 65_536;

    private SecretFile() {}

    /**
     * Returns the content of a file in UTF-8 without one trailing line break.
     *
     * @throws IllegalArgumentException if there is no such content; the message completes "but …"
     */
    static String read(String name) {
        if (ProcessText.isDamaged(name)) {
            throw new IllegalArgumentException("its name " + ProcessText.DAMAGED);
        }
        Path file = path(name);
        byte[] content = bytes(file);
        if (content.length > MAX_BYTES) {
            throw new IllegalArgumentException("was larger");
        }
        String text = withoutLineBreak(decode(content));
        if (text.isEmpty()) {
            throw new IllegalArgumentException("was empty");
        }
        return text;
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException invalid) {
            String reason = ProcessText.isAscii(name) ? "" : ProcessText.UNNAMEABLE;
            throw new IllegalArgumentException("was not the name of a file" + reason, invalid);
        }
    }

    private static byte[] bytes(Path file) {
        // A pipe has no size, so the size cannot be checked first.
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (IOException failed) {
            String reason = Files.isDirectory(file) ? "it is a directory" : Redaction.failureReason(failed);
            throw new IllegalArgumentException("cannot be read (" + reason + ")", failed);
        }
    }

    private static String decode(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("was not UTF-8", malformed);
        }
    }

    private static String withoutLineBreak(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
