using PhoneNumbers;
using ServiceDirectory.Core.Urgent;

namespace ServiceDirectory.Tests.Urgent;

/// <summary>A number by which nobody is reached is worse than none.</summary>
public sealed class EmergencyNumbersTests
{
    [Fact]
    public void Every_Number_IsAnEmergencyNumberOfItsCountry()
    {
        var plans = ShortNumberInfo.GetInstance();
        Assert.True(EmergencyNumbers.Countries.Count() > 90);
        Assert.Equal([], EmergencyNumbers.Countries.Where(country => !plans.IsEmergencyNumber(EmergencyNumbers.Of(country)!, country))
            .Select(country => $"{country} {EmergencyNumbers.Of(country)}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("GB", "999")]
    [InlineData("RO", "112")]
    [InlineData("MA", "15")]
    [InlineData("GL", null)]
    [InlineData("gb", null)]
    [InlineData("", null)]
    public void Of_ACountry_IsItsNumberOrNone(string country, string? number) => Assert.Equal(number, EmergencyNumbers.Of(country));
}
