using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Web;

namespace ServiceDirectory.Tests.Pages;

/// <summary>Numbers are copied onto paper and dialled from other phones.</summary>
public sealed class SayContactsTests
{
    /// <summary>Dublin's 020 would be London's in London.</summary>
    [Theory]
    [InlineData("+353209100130", null, "+353 20 910 0130")]
    [InlineData("+353209100130", "GB", "+353 20 910 0130")]
    [InlineData("+353209100130", "IE", "(020) 910 0130")]
    [InlineData("+442079460101", null, "020 7946 0101")]
    [InlineData("+442079460101", "MA", "+44 20 7946 0101")]
    [InlineData("112", "RO", "112")]
    public void Phone_OfAnotherCountry_IsShownWithItsCode(string number, string? reader, string shown)
    {
        var said = new SayContacts(Options.Create(new DirectoryOptions { HomeCountry = "GB" }));
        Assert.Equal((shown, number), said.Phone(number, reader));
    }
}
