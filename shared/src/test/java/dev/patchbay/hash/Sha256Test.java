package dev.patchbay.hash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The example of FIPS 180-4: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values */
class Sha256Test {

    @Test
    void hashesTheExampleOfTheStandard() {
        assertThat(Sha256.hex("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void writesOnlyTheBytesThatAreAskedFor() {
        assertThat(Sha256.hex("abc", 4)).isEqualTo("ba7816bf");
    }
}
