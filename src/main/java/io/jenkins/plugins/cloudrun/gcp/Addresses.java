package io.jenkins.plugins.cloudrun.gcp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Which addresses are those of networks that are nobody else's business: this machine, the
 * controller's own network, a cloud's metadata server.
 */
final class Addresses {
  private Addresses() {}

  /** Where names are looked up. */
  interface Names {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }

  /** Whether an address is not one of the public internet (RFC 6890 and its successors). */
  static boolean isPrivate(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address
        ? isPrivate(bytes, 0)
        : address instanceof Inet6Address && isPrivate6(bytes);
  }

  private static boolean isPrivate6(byte[] bytes) {
    int first = bytes[0] & 0xff;
    if ((first & 0xfe) == 0xfc || first == 0x01 && bytes[1] == 0) {
      // fc00::/7 unique local, 100::/64 discard
      return true;
    }
    boolean zeros = true;
    for (int i = 0; i < 10; i++) {
      zeros &= bytes[i] == 0;
    }
    boolean mapped = zeros && (bytes[10] & bytes[11] & 0xff) == 0xff;
    boolean compatible = zeros && bytes[10] == 0 && bytes[11] == 0;
    boolean translated =
        first == 0x00 && bytes[1] == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
    if (mapped || compatible || translated) {
      // An IPv4 address in other clothes: ::ffff:0:0/96, ::/96, 64:ff9b::/96
      return translated && bytes[4] != 0 || isPrivate(bytes, 12);
    }
    // 2002::/16: an IPv4 address stands behind the prefix.
    return first == 0x20 && bytes[1] == 0x02 && isPrivate(bytes, 2);
  }

  private static boolean isPrivate(byte[] bytes, int at) {
    int one = bytes[at] & 0xff;
    int two = bytes[at + 1] & 0xff;
    int three = bytes[at + 2] & 0xff;
    return one == 0
        || one == 10
        || one == 127
        || one == 100 && (two & 0xc0) == 64
        || one == 169 && two == 254
        || one == 172 && (two & 0xf0) == 16
        || one == 192 && two == 168
        || one == 192 && two == 0 && (three == 0 || three == 2)
        || one == 198 && (two & 0xfe) == 18
        || one == 198 && two == 51 && three == 100
        || one == 203 && two == 0 && three == 113
        || one >= 224;
  }
}
