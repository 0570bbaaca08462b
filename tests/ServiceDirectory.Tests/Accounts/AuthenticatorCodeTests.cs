using System.Text;
using NodaTime;
using OtpNet;
using ServiceDirectory.Core.Accounts;

namespace ServiceDirectory.Tests.Accounts;

public sealed class AuthenticatorCodeTests
{
    /// <summary>The key of RFC 6238, appendix B.</summary>
    private static readonly string s_key = Base32Encoding.ToString(Encoding.ASCII.GetBytes("12345678901234567890"));

    /// <summary>The last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082", 1)]
    [InlineData(1111111109, "081804", 37037036)]
    [InlineData(1234567890, "005924", 41152263)]
    [InlineData(20000000000, "353130", 666666666)]
    public void StepOf_TheVectorsOfTheRfc_IsTheirStep(long seconds, string code, long step) =>
        Assert.Equal(step, AuthenticatorCode.StepOf(s_key, code, Instant.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData(-61, false)]
    [InlineData(-31, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(29, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    [InlineData(90, false)]
    public void StepOf_IsRightForOneStepBeforeAndOneAfter(int later, bool right)
    {
        const long at = 1111111110;
        var code = new Totp(Base32Encoding.ToBytes(s_key)).ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(at).UtcDateTime);
        Assert.Equal(right ? at / 30 : null, AuthenticatorCode.StepOf(s_key, code, Instant.FromUnixTimeSeconds(at + later)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("28708x")]
    public void StepOf_WhatIsNoCode_IsWrong(string? typed) => Assert.Null(AuthenticatorCode.StepOf(s_key, typed, Instant.FromUnixTimeSeconds(59)));

    [Fact]
    public void StepOf_WithASpaceAsAppsShowIt_IsRight() => Assert.Equal(1, AuthenticatorCode.StepOf(s_key, " 287 082 ", Instant.FromUnixTimeSeconds(59)));

    [Theory]
    [InlineData("٢٨٧٠٨٢")]
    [InlineData("۲۸۷ ۰۸۲")]
    public void StepOf_InOtherDigits_IsRight(string typed) => Assert.Equal(1, AuthenticatorCode.StepOf(s_key, typed, Instant.FromUnixTimeSeconds(59)));

    [Fact]
    public void Keys_AreDrawn_AndALinkSaysNothingButTheBlandNames()
    {
        Assert.Equal(AuthenticatorCode.KeyLength, Base32Encoding.ToBytes(AuthenticatorCode.NewKey()).Length);
        Assert.NotEqual(AuthenticatorCode.NewKey(), AuthenticatorCode.NewKey());
        var link = AuthenticatorCode.Link(s_key, "Service Directory", "quiet-otter");
        Assert.Equal("otpauth", link.Scheme);
        Assert.StartsWith("otpauth://totp/Service%20Directory:quiet-otter?", link.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains($"secret={s_key}", link.Query, StringComparison.Ordinal);
    }
}
