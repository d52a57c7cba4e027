package dev.roster.domain.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.IDNA;
import dev.roster.domain.InvisibleCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Comparison of our conversion with the UTS 46 of ICU4J, for each code point that an email address may have. */
class InternationalDomainTest {

    private static final IDNA ICU = IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE | IDNA.USE_STD3_RULES);

    /** Letters that ICU4J maps to two characters, one of which is not a letter. */
    private static final List<Integer> REJECTED_LETTERS = List.of(0x013F, 0x0140);

    @Test
    void convertsEachLetterAsIcu() {
        List<String> differences = new ArrayList<>();
        letters().filter(each -> !REJECTED_LETTERS.contains(each)).forEach(each -> {
            for (String label : List.of("a" + Character.toString(each), Character.toString(each) + "b")) {
                if (!InternationalDomain.toAscii(label).equals(toAsciiByIcu(label))) {
                    differences.add("U+%04X: %s, ICU %s"
                            .formatted(each, InternationalDomain.toAscii(label), toAsciiByIcu(label)));
                }
            }
        });

        assertThat(differences).isEmpty();
    }

    @Test
    void convertsLabelsOfSeveralLettersAsIcu() {
        int[] letters = letters()
                .filter(each -> !REJECTED_LETTERS.contains(each))
                .filter(each -> toAsciiByIcu("a" + Character.toString(each)).isPresent())
                .toArray();
        Random random = new Random(46);
        for (int i = 0; i < 20_000; i++) {
            // Near each other, so that letters and marks of one script meet.
            int first = random.nextInt(letters.length - 300);
            String label = random.ints(1 + random.nextInt(12), first, first + 300)
                    .map(each -> letters[each])
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            Optional<String> ascii = InternationalDomain.toAscii(label);

            assertThat(ascii).as(label).isEqualTo(toAsciiByIcu(label));
            ascii.ifPresent(encoded ->
                    assertThat(InternationalDomain.toAscii(encoded)).as(encoded).contains(encoded));
        }
    }

    @Test
    void knowsAllIgnorableCodePoints() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(each -> UCharacter.hasBinaryProperty(each, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                                || UCharacter.hasBinaryProperty(each, UProperty.WHITE_SPACE))
                        .filter(each -> !InvisibleCharacters.isInvisible(each)))
                .isEmpty();
    }

    private static IntStream letters() {
        return IntStream.rangeClosed('a', Character.MAX_CODE_POINT).filter(InternationalDomain::isLetter);
    }

    private static Optional<String> toAsciiByIcu(String label) {
        IDNA.Info info = new IDNA.Info();
        String ascii = ICU.nameToASCII(label, new StringBuilder(), info).toString();
        return info.hasErrors() ? Optional.empty() : Optional.of(ascii);
    }
}
