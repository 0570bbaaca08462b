using System.Net;
using System.Reflection;
using System.Text.Json;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Http;

/// <summary>Counting needs to know whether it is the same visitor, for a while, and nothing else.</summary>
[Property(44)]
public sealed class VisitorKeyTests
{
    private readonly SteppedClock _clock = new();
    private readonly VisitorKeys _keys;

    public VisitorKeyTests() => _keys = new VisitorKeys(_clock);

    private IReadOnlyList<VisitorKey> Of(string address) => _keys.For(IPAddress.Parse(address));

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    // One home has one /64, and as many addresses in it as it likes.
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    // Circuits of the onion are all in one /64 and are nobody's home.
    [InlineData("fc00:dead:beef:4dad::1", "fc00:dead:beef:4dad::2", false)]
    [InlineData("fc00:dead:beef:4dad::ffff:1", "fc00:dead:beef:4dad::ffff:1", true)]
    [InlineData("fc00:dead:beef:4dae::1", "fc00:dead:beef:4dae::2", true)]
    public void For_TwoAddresses_SaysWhetherTheyAreOneVisitor(string one, string other, bool same) =>
        Assert.Equal(same, Of(one).SequenceEqual(Of(other)));

    [Fact]
    public void For_AnotherProgram_IsAnotherKey() =>
        Assert.NotEqual(Of("203.0.113.7"), new VisitorKeys(_clock).For(IPAddress.Parse("203.0.113.7")));

    [Fact]
    public void For_AfterAnHour_IsAnotherKey_AndForAMinuteTheOldOneToo()
    {
        var first = Assert.Single(Of("203.0.113.7"));
        _clock.Advance(VisitorKeys.Lasts - TimeSpan.FromSeconds(1));
        Assert.Equal([first], Of("203.0.113.7"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var both = Of("203.0.113.7");
        Assert.Equal(2, both.Count);
        Assert.Equal(first, both[1]);
        Assert.NotEqual(first, both[0]);
        _clock.Advance(VisitorKeys.Overlap);
        Assert.Equal([both[0]], Of("203.0.113.7"));
    }

    [Fact]
    public void For_AfterAQuietHour_HasForgottenTheOldKey()
    {
        var first = Assert.Single(Of("203.0.113.7"));
        _clock.Advance(VisitorKeys.Lasts + VisitorKeys.Overlap);
        Assert.NotEqual(first, Assert.Single(Of("203.0.113.7")));
    }

    [Fact]
    public void Key_Printed_SaysNothing()
    {
        var (one, other) = (Of("203.0.113.7")[0], Of("203.0.113.8")[0]);
        Assert.Equal(one.ToString(), other.ToString());
        Assert.Equal($"{one}", $"{other}");
        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(other));
        Assert.DoesNotContain(typeof(VisitorKey).GetMembers(BindingFlags.Public | BindingFlags.Instance), member => member is PropertyInfo or FieldInfo);
        Assert.Equal(typeof(VisitorKeys).FullName, _keys.ToString());
    }
}
