package io.goalstated.trust;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.util.CollectionStore;

/** Signs packages as the platform does (spec 04 §10.3), or with one thing wrong. */
final class PackageSigner {
    static final ASN1ObjectIdentifier STAMP = PKCSObjectIdentifiers.id_aa_signatureTimeStampToken;
    static final ASN1ObjectIdentifier MICROSOFT_STAMP = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.3.3.1");

    private final List<Issued> signers = new ArrayList<>();
    private final List<X509CertificateHolder> embedded = new ArrayList<>();
    private final List<Stamping> stampings = new ArrayList<>();
    private String algorithm = "SHA384withECDSA";
    private String contentType = "2.123.456.7.8.9";
    private boolean attached;
    private boolean bare;
    private Optional<Instant> signingTime = Optional.empty();

    private interface Stamping {
        Attribute over(byte[] signature) throws Exception;
    }

    static PackageSigner by(Issued signer) {
        PackageSigner made = new PackageSigner();
        made.signers.add(signer);
        return made;
    }

    PackageSigner and(Issued secondSigner) {
        signers.add(secondSigner);
        return this;
    }

    PackageSigner embedding(Issued... certificates) {
        for (Issued certificate : certificates) {
            embedded.add(certificate.holder());
        }
        return this;
    }

    PackageSigner with(String signatureAlgorithm) {
        algorithm = signatureAlgorithm;
        return this;
    }

    PackageSigner contentType(String oid) {
        contentType = oid;
        return this;
    }

    PackageSigner attached() {
        attached = true;
        return this;
    }

    PackageSigner withoutSignedAttributes() {
        bare = true;
        return this;
    }

    PackageSigner claiming(Instant time) {
        signingTime = Optional.of(time);
        return this;
    }

    /** Stamped by an authority, whose issuers come along. */
    PackageSigner stamped(Issued authority, Instant time, Issued... issuers) {
        return attribute(STAMP, signature -> token(authority, time, signature, issuers));
    }

    PackageSigner stampedTheMicrosoftWay(Issued authority, Instant time, Issued... issuers) {
        return attribute(MICROSOFT_STAMP, signature -> token(authority, time, signature, issuers));
    }

    PackageSigner stampedOverSomethingElse(Issued authority, Instant time, Issued... issuers) {
        return attribute(STAMP, signature -> token(authority, time, new byte[] {1, 2, 3}, issuers));
    }

    PackageSigner stampedWith(ASN1Encodable garbage) {
        return attribute(STAMP, signature -> garbage);
    }

    private interface Value {
        ASN1Encodable over(byte[] signature) throws Exception;
    }

    private PackageSigner attribute(ASN1ObjectIdentifier type, Value value) {
        stampings.add(signature -> new Attribute(type, new DERSet(value.over(signature))));
        return this;
    }

    String sign(byte[] content) throws Exception {
        return Base64.getMimeEncoder().encodeToString(signDer(content));
    }

    byte[] signDer(byte[] content) throws Exception {
        return signCms(content).toASN1Structure().getEncoded(ASN1Encoding.DER);
    }

    CMSSignedData signCms(byte[] content) throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        for (Issued signer : signers) {
            JcaSignerInfoGeneratorBuilder builder = new JcaSignerInfoGeneratorBuilder(digests());
            builder.setSignedAttributeGenerator(exactly(attributes(), signingTime.isPresent()));
            builder.setDirectSignature(bare);
            generator.addSignerInfoGenerator(builder.build(contentSigner(signer), signer.holder()));
        }
        generator.addCertificates(new CollectionStore<>(embedded));
        CMSSignedData plain = generator.generate(
                new CMSProcessableByteArray(new ASN1ObjectIdentifier(contentType), content), attached);
        return stampings.isEmpty() ? plain : stamp(plain);
    }

    /** The JDK knows PSS under another name than the library asks for. */
    private ContentSigner contentSigner(Issued signer) throws Exception {
        if (!algorithm.endsWith("MGF1")) {
            return new JcaContentSignerBuilder(algorithm).build(signer.key());
        }
        AlgorithmIdentifier identifier = new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        return new ContentSigner() {
            @Override
            public AlgorithmIdentifier getAlgorithmIdentifier() {
                return identifier;
            }

            @Override
            public OutputStream getOutputStream() {
                return signed;
            }

            @Override
            public byte[] getSignature() {
                return Attempt.at(() -> {
                            Signature signature = Signature.getInstance("RSASSA-PSS");
                            signature.setParameter(
                                    new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1));
                            signature.initSign(signer.key());
                            signature.update(signed.toByteArray());
                            return signature.sign();
                        })
                        .value()
                        .orElseThrow();
            }
        };
    }

    private AttributeTable attributes() {
        ASN1EncodableVector vector = new ASN1EncodableVector();
        signingTime.ifPresent(
                time -> vector.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(time))))));
        return new AttributeTable(vector);
    }

    private CMSSignedData stamp(CMSSignedData plain) throws Exception {
        List<SignerInformation> stamped = new ArrayList<>();
        for (SignerInformation signer : plain.getSignerInfos()) {
            ASN1EncodableVector attributes = new ASN1EncodableVector();
            for (Stamping stamping : stampings) {
                attributes.add(stamping.over(signer.getSignature()));
            }
            stamped.add(SignerInformation.replaceUnsignedAttributes(signer, new AttributeTable(attributes)));
        }
        return CMSSignedData.replaceSigners(plain, new SignerInformationStore(stamped));
    }

    /** Made by hand: the library's generator refuses to stamp with certificates that are not fit for it. */
    private static ASN1Encodable token(Issued authority, Instant time, byte[] signature, Issued... issuers)
            throws Exception {
        AlgorithmIdentifier sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
        TSTInfo statement = new TSTInfo(
                new ASN1ObjectIdentifier("1.3.6.1.4.1.601.10.3.1"),
                new MessageImprint(sha256, DigestAlgorithm.SHA_256.digest(signature)),
                new ASN1Integer(1),
                new ASN1GeneralizedTime(Date.from(time)),
                null,
                null,
                null,
                null,
                null);
        SigningCertificateV2 named = new SigningCertificateV2(new ESSCertIDv2(
                DigestAlgorithm.SHA_256.digest(authority.holder().getEncoded())));
        AttributeTable attributes = new AttributeTable(
                new DERSet(new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(named))));
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(digests())
                .setSignedAttributeGenerator(exactly(attributes, false))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.key()), authority.holder()));
        List<X509CertificateHolder> certificates = new ArrayList<>(List.of(authority.holder()));
        for (Issued issuer : issuers) {
            certificates.add(issuer.holder());
        }
        generator.addCertificates(new CollectionStore<>(certificates));
        CMSSignedData signed = generator.generate(
                new CMSProcessableByteArray(
                        PKCSObjectIdentifiers.id_ct_TSTInfo, statement.getEncoded(ASN1Encoding.DER)),
                true);
        return ASN1Primitive.fromByteArray(signed.toASN1Structure().getEncoded(ASN1Encoding.DER));
    }

    /** As real signatures: without the attributes that the library adds of its own accord. */
    private static DefaultSignedAttributeTableGenerator exactly(AttributeTable attributes, boolean withTime) {
        return new DefaultSignedAttributeTableGenerator(attributes) {
            @Override
            @SuppressWarnings({"rawtypes", "unchecked"})
            protected Hashtable createStandardAttributeTable(Map parameters) {
                Hashtable table = super.createStandardAttributeTable(parameters);
                table.remove(CMSAttributes.cmsAlgorithmProtect);
                if (!withTime) {
                    table.remove(CMSAttributes.signingTime);
                }
                return table;
            }
        };
    }

    private static DigestCalculatorProvider digests() throws Exception {
        return new JcaDigestCalculatorProviderBuilder().build();
    }
}
