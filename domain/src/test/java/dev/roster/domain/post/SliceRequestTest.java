package dev.roster.domain.post;

import static dev.roster.domain.Rejections.assertNullRejected;
import static dev.roster.domain.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceRequestTest {

    private static final PostCursor PLACE = new PostCursor(Instant.EPOCH, new PostId(42));

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 100})
    void createsFirstAndFollowingRequests(int size) {
        assertThat(SliceRequest.first(size)).isEqualTo(new SliceRequest(Optional.empty(), size));
        assertThat(SliceRequest.after(PLACE, size)).isEqualTo(new SliceRequest(Optional.of(PLACE), size));
        assertThat(SliceRequest.after(PLACE, size).size()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void rejectsSizeOutOfRange(int size) {
        String fault = "size must be from 1 to 100, was " + size;

        assertRejected(() -> SliceRequest.first(size), fault);
        assertRejected(() -> SliceRequest.after(PLACE, size), fault);
    }

    @Test
    void rejectsNull() {
        assertNullRejected("after", () -> new SliceRequest(null, 20));
        assertThatNullPointerException().isThrownBy(() -> SliceRequest.after(null, 20));
    }
}
