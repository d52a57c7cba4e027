package dev.roster.adapters.http.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostId;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PostCursorsTest {

    /** The format never changes: cursors that clients have stored stay valid after an upgrade. */
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 1, AAAAAAAAAAAAAAAAAAAAAQ",
        "2023-01-01T00:00:00.000001Z, 42, AAXxKIQNQAEAAAAAAAAAKg",
        "1969-12-31T23:59:59.999999Z, 9007199254740991, __________8AH________w",
        "0001-01-01T00:00:00Z, 7, _yNAAQDUQAAAAAAAAAAABw",
        "9999-12-31T23:59:59.999999Z, 7, A4REDMxzX_8AAAAAAAAABw",
    })
    void formatsAndParses(Instant createdAt, long id, String text) {
        PostCursor cursor = new PostCursor(createdAt, new PostId(id));

        assertThat(PostCursors.format(cursor)).isEqualTo(text).matches("[A-Za-z0-9_-]{22}");
        assertThat(PostCursors.parse(text)).isEqualTo(cursor);
    }

    /** Truncated, padded, with other characters or unused bits, or with an impossible id or time. */
    @ParameterizedTest
    @EmptySource
    @ValueSource(
            strings = {
                "x",
                "AAXxKIQNQAEAAAAAAAAAK",
                "AAXxKIQNQAEAAAAAAAAAKgA",
                "AAXxKIQNQAEAAAAAAAAAKg==",
                "AAXxKIQNQAEAAAAAAAAAK+",
                "AAXxKIQNQAEAAAAAAAAAK/",
                " AXxKIQNQAEAAAAAAAAAKg",
                "😀😀😀😀😀😀😀😀😀😀😀",
                "AAXxKIQNQAEAAAAAAAAAKh",
                "AAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAD__________w",
                "AAAAAAAAAAAAIAAAAAAAAA",
                "_yNAAQDUP_8AAAAAAAAAAQ",
                "A4REDMxzYAAAAAAAAAAAAQ",
                "gAAAAAAAAAAAAAAAAAAAAQ",
                "f_________8AAAAAAAAAAQ"
            })
    void rejectsInvalidCursor(String text) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> PostCursors.parse(text))
                .withMessage("after must be empty or the next of a previous response");
    }
}
