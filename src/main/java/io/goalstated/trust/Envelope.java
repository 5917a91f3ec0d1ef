package io.goalstated.trust;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.KeyTransRecipientId;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.RecipientInformationStore;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;

/**
 * CMS EnvelopedData as the platform sends it: RSA key transport (PKCS#1 v1.5 or OAEP), AES or triple DES in CBC mode
 * (spec 01 §5.3, §5.4). Bouncy Castle reads the structure, the JDK does the arithmetic.
 *
 * <p>There is no integrity check in this format, and a wrong key may give random bytes instead of an error. Whoever opens
 * an envelope therefore brings a {@link Reader} that accepts sensible content only.
 */
public final class Envelope {
    /** Base64 characters; the largest real one holds a few certificates. */
    static final int MAX_TEXT = 4 << 20;

    private static final int MAX_RECIPIENTS = 8;

    private Envelope() {}

    /** Understands decrypted bytes; empty when they make no sense. The bytes are wiped afterwards. */
    @FunctionalInterface
    public interface Reader<T> {
        Optional<T> read(byte[] content);
    }

    /** What came out. */
    public sealed interface Opening<T> {}

    /** The content, understood. Whoever takes it lets go of it after use. */
    public record Opened<T>(T content) implements Opening<T> {
        @Override
        public String toString() {
            return "Opened";
        }
    }

    /** Nothing came out. The reason repeats nothing of the input. */
    public record Unopenable<T>(String reason) implements Opening<T> {}

    /** Opens base64 text, white space allowed. Never throws on any input; blocking. */
    public static <T> Opening<T> open(String base64, DecryptionKey key, Reader<T> reader) {
        if (base64.length() > MAX_TEXT) {
            return new Unopenable<>("the envelope is larger than " + MAX_TEXT + " characters");
        }
        Optional<byte[]> der = Pem.base64(base64);
        if (der.isEmpty() || der.get().length == 0) {
            return new Unopenable<>("the envelope is not base64 text");
        }
        Attempt<Opening<T>> attempt = Attempt.at(() -> open(der.get(), key, reader));
        return attempt.value().orElseGet(() -> new Unopenable<>("the envelope is not CMS EnvelopedData"));
    }

    /** Protected settings: a JSON object in UTF-8. */
    public static Opening<JsonNode> openJson(String base64, DecryptionKey key) {
        return open(base64, key, Envelope::jsonObject);
    }

    /** A password: UTF-16, the byte-order mark decides, little-endian without one (spec 01 §5.4). */
    public static Opening<char[]> openPassword(String base64, DecryptionKey key) {
        return open(base64, key, Envelope::utf16);
    }

    private static <T> Opening<T> open(byte[] der, DecryptionKey key, Reader<T> reader)
            throws CMSException, IOException {
        RecipientInformationStore recipients = new CMSEnvelopedData(der).getRecipientInfos();
        if (recipients.size() > MAX_RECIPIENTS) {
            return new Unopenable<>("the envelope has more than " + MAX_RECIPIENTS + " recipients");
        }
        Collection<RecipientInformation> ours = addressedTo(key, recipients);
        for (RecipientInformation recipient : ours.isEmpty() ? recipients.getRecipients() : ours) {
            Optional<T> content = decrypt(recipient, key).flatMap(bytes -> readAndWipe(bytes, reader));
            if (content.isPresent()) {
                return new Opened<>(content.get());
            }
        }
        return new Unopenable<>(
                ours.isEmpty()
                        ? "the envelope is addressed to another certificate"
                        : "the envelope does not open with the key it is addressed to");
    }

    /** Asked of the store, because an id that holds both names of a certificate equals no id that holds only one. */
    private static Collection<RecipientInformation> addressedTo(DecryptionKey key, RecipientInformationStore recipients)
            throws IOException {
        if (key.certificate().isEmpty()) {
            return List.of();
        }
        X509CertificateHolder certificate =
                new X509CertificateHolder(key.certificate().get());
        Extension identifier = certificate.getExtension(Extension.subjectKeyIdentifier);
        KeyTransRecipientId id = identifier == null
                ? new KeyTransRecipientId(certificate.getIssuer(), certificate.getSerialNumber())
                : new KeyTransRecipientId(
                        certificate.getIssuer(),
                        certificate.getSerialNumber(),
                        SubjectKeyIdentifier.getInstance(identifier.getParsedValue())
                                .getKeyIdentifier());
        return recipients.getRecipients(id);
    }

    private static Optional<byte[]> decrypt(RecipientInformation recipient, DecryptionKey key) {
        return Attempt.at(() -> recipient.getContent(new JceKeyTransEnvelopedRecipient(key.privateKey())))
                .value();
    }

    private static <T> Optional<T> readAndWipe(byte[] content, Reader<T> reader) {
        try {
            return reader.read(content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static Optional<JsonNode> jsonObject(byte[] content) {
        Optional<char[]> text = decode(content, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(new String(text.get()))).filter(JsonNode::isObject);
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    private static Optional<char[]> utf16(byte[] content) {
        boolean marked = content.length >= 2
                && ((content[0] == (byte) 0xff && content[1] == (byte) 0xfe)
                        || (content[0] == (byte) 0xfe && content[1] == (byte) 0xff));
        return decode(content, marked ? StandardCharsets.UTF_16 : StandardCharsets.UTF_16LE);
    }

    private static Optional<char[]> decode(byte[] content, Charset charset) {
        try {
            var chars = charset.newDecoder().decode(ByteBuffer.wrap(content));
            char[] text = new char[chars.remaining()];
            chars.get(text);
            return Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
