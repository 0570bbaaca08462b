using System.Globalization;
using NodaTime;
using OtpNet;

namespace ServiceDirectory.Core.Accounts;

/// <summary>The six digits of an authenticator app (TOTP, RFC 6238: SHA-1, 30 seconds).</summary>
public static class AuthenticatorCode
{
    /// <summary>Bytes of a key: those of SHA-1 (RFC 4226, section 4).</summary>
    public const int KeyLength = 20;

    /// <summary>Of how many steps the codes are right at one moment.</summary>
    public const int RightSteps = 3;

    private const int StepSeconds = 30;

    /// <summary>Clocks of phones go wrong by seconds: one step before and one after are right, too.</summary>
    private static readonly VerificationWindow OneStep = new(previous: 1, future: 1);

    /// <summary>A new key, in Base32, as apps take it.</summary>
    public static string NewKey() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(KeyLength));

    /// <summary>The step to which a code belongs; null where it is wrong. Whether it was used is another question (<see cref="AccountStore.UseStepAsync"/>).</summary>
    /// <param name="key">From <see cref="NewKey"/>.</param>
    /// <param name="typed">Spaces do not matter.</param>
    /// <param name="now">By the clock of the machine.</param>
    public static long? StepOf(string key, string? typed, Instant now)
    {
        string code = string.Concat((typed ?? "").Where(letter => !char.IsWhiteSpace(letter)).Select(Western));
        if (code.Length != 6 || !code.All(char.IsAsciiDigit))
            return null;
        var totp = new Totp(Base32Encoding.ToBytes(key));
        return totp.VerifyTotp(now.ToDateTimeUtc(), code, out long step, OneStep) ? step : null;
    }

    /// <summary>From when the code of a step is wrong, used or not.</summary>
    public static Instant EndOf(long step) => Instant.FromUnixTimeSeconds((step + 2) * StepSeconds);

    /// <summary>A keyboard may write other digits: ٣ is 3.</summary>
    private static char Western(char letter) => CharUnicodeInfo.GetDecimalDigitValue(letter) is >= 0 and var digit ? (char)('0' + digit) : letter;

    /// <summary>A key for an app into which it is typed: groups of four.</summary>
    public static string Show(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return string.Join(' ', key.Chunk(4).Select(group => new string(group)));
    }

    /// <summary>What an app reads out of a link or a square code.</summary>
    /// <param name="key">From <see cref="NewKey"/>.</param>
    /// <param name="issuer">The directory's bland name, which the app shows.</param>
    /// <param name="account">The account's made-up name.</param>
    public static Uri Link(string key, string issuer, string account) => new(new OtpUri(OtpType.Totp, key, account, issuer).ToString());
}
