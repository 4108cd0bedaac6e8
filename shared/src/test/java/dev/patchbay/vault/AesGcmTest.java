package dev.patchbay.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * AES-256-GCM against published vectors: test cases 13 to 16 of McGrew and Viega, "The Galois/Counter Mode of Operation" (the
 * submission that SP 800-38D standardises), and two of NIST's CAVP set {@code gcmEncryptExtIV256}.
 */
class AesGcmTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String ZERO_KEY = "00".repeat(32);
    private static final String KEY = "feffe9928665731c6d6a8f9467308308".repeat(2);
    private static final String TEXT = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
    private static final String SEALED_TEXT = "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662";

    /** All in hexadecimal. */
    record Vector(
            String name,
            String key,
            String nonce,
            String authenticated,
            String plaintext,
            String ciphertext,
            String tag) {
        SecretKey secretKey() {
            return new SecretKeySpec(HEX.parseHex(key), "AES");
        }

        byte[] sealed() {
            return HEX.parseHex(ciphertext + tag);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> vectors() {
        return Stream.of(
                new Vector("case 13", ZERO_KEY, "00".repeat(12), "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
                new Vector(
                        "case 14",
                        ZERO_KEY,
                        "00".repeat(12),
                        "",
                        "00".repeat(16),
                        "cea7403d4d606b6e074ec5d3baf39d18",
                        "d0d1c8a799996bf0265b98b5d48ab919"),
                new Vector(
                        "case 15",
                        KEY,
                        "cafebabefacedbaddecaf888",
                        "",
                        TEXT + "1aafd255",
                        SEALED_TEXT + "898015ad",
                        "b094dac5d93471bdec1a502270e3cc6c"),
                new Vector(
                        "case 16",
                        KEY,
                        "cafebabefacedbaddecaf888",
                        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                        TEXT,
                        SEALED_TEXT,
                        "76fc6ece0f4e1768cddf8853bb2d551b"),
                new Vector(
                        "CAVP, no text",
                        "b52c505a37d78eda5dd34f20c22540ea1b58963cf8e5bf8ffa85f9f2492505b4",
                        "516c33929df5a3284ff463d7",
                        "",
                        "",
                        "",
                        "bdc1ac884d332457a1d2664f168c76f0"),
                new Vector(
                        "CAVP, text and authenticated data",
                        "92e11dcdaa866f5ce790fd24501f92509aacf4cb8b1339d50c9c1240935dd08b",
                        "ac93a1a6145299bde902f21a",
                        "1e0889016f67601c8ebea4943bc23ad6",
                        "2d71bcfa914e4ac045b2aa60955fad24",
                        "8995ae2e6df3dbf96fac7b7137bae67f",
                        "eca5aa77d51d4a0a14d9c51e1da474ab"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void encryptsAsPublished(Vector vector) {
        byte[] sealed = AesGcm.encrypt(
                vector.secretKey(),
                HEX.parseHex(vector.nonce()),
                HEX.parseHex(vector.authenticated()),
                HEX.parseHex(vector.plaintext()));

        assertThat(HEX.formatHex(sealed)).isEqualTo(vector.ciphertext() + vector.tag());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decryptsAsPublished(Vector vector) throws AEADBadTagException {
        byte[] opened = AesGcm.decrypt(
                vector.secretKey(),
                HEX.parseHex(vector.nonce()),
                HEX.parseHex(vector.authenticated()),
                vector.sealed());

        assertThat(HEX.formatHex(opened)).isEqualTo(vector.plaintext());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void anyChangedBitOfTheKeyIsNoticed(Vector vector) {
        flipped(HEX.parseHex(vector.key()))
                .forEach(key -> assertThatThrownBy(() -> AesGcm.decrypt(
                                new SecretKeySpec(key, "AES"),
                                HEX.parseHex(vector.nonce()),
                                HEX.parseHex(vector.authenticated()),
                                vector.sealed()))
                        .isInstanceOf(AEADBadTagException.class));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void anyChangedBitOfTheNonceIsNoticed(Vector vector) {
        flipped(HEX.parseHex(vector.nonce()))
                .forEach(nonce -> assertThatThrownBy(() -> AesGcm.decrypt(
                                vector.secretKey(), nonce, HEX.parseHex(vector.authenticated()), vector.sealed()))
                        .isInstanceOf(AEADBadTagException.class));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void anyChangedBitOfTheAuthenticatedDataIsNoticed(Vector vector) {
        flipped(HEX.parseHex(vector.authenticated()))
                .forEach(authenticated -> assertThatThrownBy(() -> AesGcm.decrypt(
                                vector.secretKey(), HEX.parseHex(vector.nonce()), authenticated, vector.sealed()))
                        .isInstanceOf(AEADBadTagException.class));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void anyChangedBitOfCiphertextOrTagIsNoticed(Vector vector) {
        flipped(vector.sealed())
                .forEach(changed -> assertThatThrownBy(() -> AesGcm.decrypt(
                                vector.secretKey(),
                                HEX.parseHex(vector.nonce()),
                                HEX.parseHex(vector.authenticated()),
                                changed))
                        .isInstanceOf(AEADBadTagException.class));
    }

    /** Every copy of the bytes that differs in exactly one bit. */
    private static Stream<byte[]> flipped(byte[] original) {
        return IntStream.range(0, original.length * 8).mapToObj(bit -> {
            byte[] copy = original.clone();
            copy[bit / 8] ^= (byte) (1 << bit % 8);
            return copy;
        });
    }
}
