package io.goalstated.lab.issue;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * A publisher of packages with everything that a verifier asks for: a root, a code-signing certificate and a
 * time-stamping authority, all made in this run. Signatures have the shape of Microsoft's (spec 02 §11.2), only the root
 * differs: export it with {@link #writeAnchors} and name the directory in {@code Extensions.TrustAnchors}.
 */
public final class LabAuthority {
    /** The private content type that the platform's signatures carry. */
    private static final ASN1ObjectIdentifier CONTENT_TYPE = new ASN1ObjectIdentifier("2.123.456.7.8.9");

    private final Identity root;
    private final Identity signer;
    private final TimeStamper stamper;

    private LabAuthority(Identity root, Identity signer, TimeStamper stamper) {
        this.root = root;
        this.signer = signer;
        this.stamper = stamper;
    }

    /** New keys and certificates, valid for a year; takes some tenths of a second. */
    public static LabAuthority generate(Instant now) {
        Identity root = Certificates.root("CN=Lab Root,O=Lab", Keys.ellipticCurve(), now);
        Identity signer = Certificates.signing(
                "CN=Lab Publisher,O=Lab", Keys.rsa(), root, KeyPurposeId.id_kp_codeSigning, false, now);
        Identity stamper = Certificates.signing(
                "CN=Lab Time Stamping,O=Lab", Keys.ellipticCurve(), root, KeyPurposeId.id_kp_timeStamping, true, now);
        return new LabAuthority(root, signer, new TimeStamper(stamper));
    }

    /** The base64 text for a goal state's {@code encodedSignature}: these bytes, signed and time-stamped. */
    public String sign(byte[] packageBytes, Instant time) {
        CMSSignedData signed = detached(packageBytes);
        SignerInformation bare = signed.getSignerInfos().getSigners().iterator().next();
        SignerInformation stamped = withToken(bare, stamper.stamp(bare.getSignature(), time));
        return encode(CMSSignedData.replaceSigners(signed, new SignerInformationStore(stamped)));
    }

    /** The same without the time stamp, as a careless publisher would make it. */
    public String signWithoutTime(byte[] packageBytes) {
        return encode(detached(packageBytes));
    }

    public String rootPem() {
        return Certificates.pem(root.certificate());
    }

    /** Writes the root below {@code code-signing} and {@code time-stamping}, the layout of {@code Extensions.TrustAnchors}. */
    public void writeAnchors(Path directory) throws IOException {
        Disk disk = new Disk();
        for (String purpose : List.of("code-signing", "time-stamping")) {
            Path target = directory.resolve(purpose);
            disk.createDirectory(target, Disk.PUBLIC_DIRECTORY);
            disk.write(target.resolve("lab-root.pem"), rootPem(), Disk.PUBLIC);
        }
    }

    private CMSSignedData detached(byte[] content) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                    .setSignedAttributeGenerator(LabAuthority::onlyTypeAndDigest)
                    .build("SHA384withRSA", signer.key(), signer.certificate()));
            generator.addCertificates(new JcaCertStore(List.of(signer.certificate())));
            return generator.generate(new CMSProcessableByteArray(CONTENT_TYPE, content), false);
        } catch (CMSException | OperatorCreationException | CertificateException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    /** The platform's signatures carry no signing time and no algorithm protection (spec 02 §11.2). */
    private static AttributeTable onlyTypeAndDigest(Map<?, ?> parameters) {
        return new DefaultSignedAttributeTableGenerator()
                .getAttributes(parameters)
                .remove(CMSAttributes.signingTime)
                .remove(CMSAttributes.cmsAlgorithmProtect);
    }

    private static SignerInformation withToken(SignerInformation signer, TimeStampToken token) {
        ASN1Encodable value = token.toCMSSignedData().toASN1Structure();
        Attribute attribute = new Attribute(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken, new DERSet(value));
        return SignerInformation.replaceUnsignedAttributes(signer, new AttributeTable(new DERSet(attribute)));
    }

    private static String encode(CMSSignedData signed) {
        try {
            return Base64.getEncoder().encodeToString(signed.toASN1Structure().getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new IllegalStateException("cannot encode a signature", e);
        }
    }
}
