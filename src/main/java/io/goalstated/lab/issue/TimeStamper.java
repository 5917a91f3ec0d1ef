package io.goalstated.lab.issue;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A time-stamping authority (RFC 3161) in process: confirms that some bytes existed at a time. */
final class TimeStamper {
    /** The lab's policy, an OID from the documentation arc. */
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1");

    private final Identity authority;

    TimeStamper(Identity authority) {
        this.authority = authority;
    }

    @SuppressWarnings("JavaUtilDate") // what Bouncy Castle takes
    TimeStampToken stamp(byte[] content, Instant time) {
        try {
            var digests = new JcaDigestCalculatorProviderBuilder().build();
            TimeStampTokenGenerator generator = new TimeStampTokenGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder()
                            .build("SHA256withECDSA", authority.key(), authority.certificate()),
                    digests.get(new DefaultDigestAlgorithmIdentifierFinder().find("SHA-256")),
                    POLICY);
            generator.addCertificates(new JcaCertStore(List.of(authority.certificate())));
            byte[] imprint = MessageDigest.getInstance("SHA-256").digest(content);
            TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
            // Or the token comes without the authority's certificate, and verifiers have nothing to build a path from.
            requests.setCertReq(true);
            return generator.generate(
                    requests.generate(TSPAlgorithms.SHA256, imprint),
                    BigInteger.valueOf(time.toEpochMilli()),
                    Date.from(time));
        } catch (TSPException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a time stamp", e);
        }
    }
}
