package dev.patchbay.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"ann@acme.example", "a.b+c@x-y.acme.example", "ann@localhost", "o'brien@acme.example"})
    void oneAddressIsAnAddress(String text) {
        assertThat(EmailAddress.of(text)).contains(new EmailAddress(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "@acme.example",
                "ann@",
                "ann@acme..example",
                "ann@acme.example,bob@acme.example",
                "Ann <ann@acme.example>",
                "ann@acme.example\r\nBcc: bob@acme.example",
                "ann@acme.example\n",
                "ann bob@acme.example"
            })
    void whatIsNotExactlyOneAddressIsNone(String text) {
        assertThat(EmailAddress.of(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new EmailAddress(text));
    }

    @Test
    void anAddressThatNoServerTakesIsNone() {
        assertThat(EmailAddress.of("a".repeat(65) + "@acme.example")).isEmpty();
        assertThat(EmailAddress.of("a@" + "b".repeat(250) + ".example")).isEmpty();
    }

    @Test
    void onlyTheCaseOfADomainMayDifferForOneMailbox() {
        EmailAddress ann = new EmailAddress("ann@acme.example");

        assertThat(ann.sameMailbox(new EmailAddress("ann@ACME.example"))).isTrue();
        assertThat(ann.sameMailbox(new EmailAddress("Ann@acme.example"))).isFalse();
        assertThat(ann.sameMailbox(new EmailAddress("ann@acme.example.net"))).isFalse();
    }
}
