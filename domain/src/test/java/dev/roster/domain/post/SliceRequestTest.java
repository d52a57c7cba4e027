package dev.roster.domain.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.roster.domain.ThrownViolations;
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

        assertThat(ThrownViolations.of(() -> SliceRequest.first(size))).containsExactly(fault);
        assertThat(ThrownViolations.of(() -> SliceRequest.after(PLACE, size))).containsExactly(fault);
    }

    @Test
    void rejectsNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> new SliceRequest(null, 20))
                .withMessage("after");
        assertThatNullPointerException().isThrownBy(() -> SliceRequest.after(null, 20));
    }
}
