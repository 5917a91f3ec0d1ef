package io.goalstated.account;

import io.goalstated.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;

/**
 * The hash of a password in {@code crypt(3)} form (spec 03 §4.4), made in the process so that no program sees the password.
 *
 * @param id {@code 6}, {@code 5} or {@code 1}
 * @param saltLength cut to what the method takes
 */
public record PasswordHash(String id, int saltLength) {
    /** Longer passwords are refused, in bytes. */
    public static final int LONGEST = 72;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** The hash with a fresh salt. */
    public Secret of(Secret password) throws AccountFailure {
        return of(password, salt(new SecureRandom()));
    }

    Secret of(Secret password, String salt) throws AccountFailure {
        byte[] bytes = password.bytes();
        try {
            check(bytes);
            String hash = switch (id) {
                case "6" -> Sha2Crypt.sha512Crypt(bytes, "$6$" + salt);
                case "5" -> Sha2Crypt.sha256Crypt(bytes, "$5$" + salt);
                case "1" -> Md5Crypt.md5Crypt(bytes, "$1$" + salt);
                default -> throw AccountFailure.refused("Provisioning.PasswordCryptId=" + id + " is not known");
            };
            return Secret.wiping(hash.toCharArray());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** A line break would be one more line for chpasswd. */
    private static void check(byte[] password) throws AccountFailure {
        for (byte b : password) {
            if (b == '\n' || b == '\r' || b == 0) {
                throw AccountFailure.refused("invalid password");
            }
        }
        if (password.length > LONGEST) {
            throw AccountFailure.refused("unsupported password length=" + password.length + " max=" + LONGEST);
        }
    }

    /** Whether a password can be set at all. */
    public static void check(Secret password) throws AccountFailure {
        byte[] bytes = password.bytes();
        try {
            check(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private String salt(Random random) {
        int length = Math.min(saltLength, id.equals("1") ? 8 : 16);
        StringBuilder salt = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            salt.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return salt.toString();
    }

    /** The line that {@code chpasswd -e} reads. Closes the hash. */
    static Secret line(UserName user, Secret hash) {
        try (hash) {
            byte[] bytes = hash.bytes();
            byte[] start = (user + ":").getBytes(StandardCharsets.UTF_8);
            byte[] line = Arrays.copyOf(start, start.length + bytes.length + 1);
            System.arraycopy(bytes, 0, line, start.length, bytes.length);
            line[line.length - 1] = '\n';
            Arrays.fill(bytes, (byte) 0);
            return Secret.owning(line);
        }
    }
}
