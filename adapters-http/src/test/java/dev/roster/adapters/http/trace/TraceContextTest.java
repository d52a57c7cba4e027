package dev.roster.adapters.http.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-comes-later"
            })
    void returnsTraceId(String valid) {
        assertThat(TraceContext.parse(valid, "").map(TraceContext::traceId))
                .contains("0af7651916cd43dd8448eb211c80319c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0af7651916cd43dd8448eb211c80319c",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more"
            })
    void ignoresInvalidHeader(String invalid) {
        assertThat(TraceContext.parse(invalid, "")).isEmpty();
    }

    @Test
    void continuesTraceWithNewSpan() {
        TraceContext trace = parse("00-" + TRACE_ID + "-b7ad6b7169203331-01", "");

        String first = trace.newTraceParent();

        assertThat(first).matches("00-" + TRACE_ID + "-[0-9a-f]{16}-01").doesNotContain("b7ad6b7169203331");
        assertThat(trace.newTraceParent()).isNotEqualTo(first);
        assertThat(trace.traceState()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"00-,-00,-00", "00-,-01,-01", "00-,-ff,-01", "cc-,-03-later,-01", "cc-,-02,-00"})
    void sendsVersionAndFlagsThatItKnows(String version, String end, String sent) {
        TraceContext trace = parse(version + TRACE_ID + "-b7ad6b7169203331" + end, "");

        assertThat(trace.newTraceParent()).startsWith("00-" + TRACE_ID).endsWith(sent);
    }

    @Test
    void keepsValidStateInItsOrder() {
        String state = "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7,fw529a3039@dt=FfAAAAAA !~";

        assertThat(parse(PARENT, state).traceState()).contains(state);
        assertThat(parse(PARENT, " b=1 ,, a=2\t,").traceState()).contains("b=1,a=2");
        assertThat(parse(PARENT, "a=1,".repeat(32)).traceState()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "a", "A=1", "a=", "a=1=2", "a=1,b", "a=\u00e4", "a=1\r\nX: y", "a=\u0000"})
    void dropsInvalidState(String state) {
        assertThat(parse(PARENT, state).traceState()).isEmpty();
    }

    @Test
    void dropsStateWithTooManyMembers() {
        assertThat(parse(PARENT, "a=1,".repeat(33)).traceState()).isEmpty();
    }

    @Test
    void callsNest() {
        TraceContext outer = parse(PARENT, "");
        TraceContext inner = parse(PARENT, "a=1");
        String result = outer.call(() -> {
            inner.call(() -> assertThat(TraceContext.current()).containsSame(inner));
            assertThat(TraceContext.current()).containsSame(outer);
            return "result";
        });

        assertThat(result).isEqualTo("result");
        assertThat(TraceContext.current()).isEmpty();
    }

    private static TraceContext parse(String parent, String state) {
        return TraceContext.parse(parent, state).orElseThrow();
    }
}
