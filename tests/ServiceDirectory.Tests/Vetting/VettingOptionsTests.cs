using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>How long checks count: a directory may be stricter and never laxer.</summary>
public sealed class VettingOptionsTests
{
    [Theory]
    [InlineData(nameof(VettingOptions.ContactMonths), 6)]
    [InlineData(nameof(VettingOptions.CriteriaMonths), 12)]
    [InlineData(nameof(VettingOptions.SensitiveCriteriaMonths), 6)]
    [InlineData(nameof(VettingOptions.ProvisionalMonths), 6)]
    [InlineData(nameof(VettingOptions.OwnMonths), 12)]
    [InlineData(nameof(VettingOptions.HiddenAfterDays), 60)]
    [InlineData(nameof(VettingOptions.CertificateMonths), 24)]
    [InlineData(nameof(VettingOptions.ProviderFileMonths), 12)]
    [InlineData(nameof(VettingOptions.WholeMonths), 36)]
    public void Validate_OutOfRange_NamesTheSettingAndItsRange(string setting, int largest)
    {
        var property = typeof(VettingOptions).GetProperty(setting)!;
        Assert.Equal(largest, property.GetValue(new VettingOptions()));
        foreach (int wrong in new[] { -1, 0, largest + 1 })
        {
            var options = new VettingOptions();
            property.SetValue(options, wrong);
            Assert.Equal($"Vetting:{setting} is {wrong}. It must be from 1 to {largest}.", Assert.Throws<SettingException>(options.Validate).Message);
        }

        var stricter = new VettingOptions();
        property.SetValue(stricter, largest - 1);
        stricter.Validate();
    }

    [Fact]
    public void Read_TakesWhatIsSet_AndRefusesWhatIsNoNumberOrLaxer()
    {
        static VettingOptions Set(string value) => VettingOptions.Read(name => name == nameof(VettingOptions.ContactMonths) ? value : null);
        Assert.Equal((3, 12), (Set("3").ContactMonths, Set("3").CriteriaMonths));
        Assert.Equal(6, Set("").ContactMonths);
        Assert.Equal("Vetting:ContactMonths is no number.", Assert.Throws<SettingException>(() => Set("half a year")).Message);
        Assert.Equal("Vetting:ContactMonths is 7. It must be from 1 to 6.", Assert.Throws<SettingException>(() => Set("7")).Message);
    }

    [Fact]
    public void Settings_AreAllHeldToARange() =>
        Assert.Equal(9, typeof(VettingOptions).GetProperties().Count(p => p.PropertyType == typeof(int) && p.CanWrite));

    [Fact]
    public void Validate_HiddenBeforeItIsLate_IsRefused()
    {
        new VettingOptions { HiddenAfterDays = VettingOptions.LateAfterDays + 1 }.Validate();
        var wrong = Assert.Throws<SettingException>(new VettingOptions { HiddenAfterDays = VettingOptions.LateAfterDays }.Validate);
        Assert.Equal("Vetting:HiddenAfterDays is 30. It must be over 30, so that an entry is late before it is hidden.", wrong.Message);
    }

    [Theory]
    [InlineData("2026-01-31", "2026-01-31", false, "2026-07-31")]
    [InlineData("2026-01-31", "2026-07-20", false, "2027-01-20")]
    [InlineData("2026-01-31", "2026-08-31", false, "2027-01-31")]
    [InlineData("2026-01-31", "2026-07-20", true, "2026-07-31")]
    [InlineData("2026-08-31", "2026-08-31", true, "2027-02-28")]
    public void DueOn_IsTheSoonerOfContactsAndPromises(string judged, string contacts, bool sensitive, string due)
    {
        var pattern = NodaTime.Text.LocalDatePattern.Iso;
        Assert.Equal(
            pattern.Parse(due).Value, new VettingOptions().DueOn(pattern.Parse(judged).Value, pattern.Parse(contacts).Value, sensitive));
    }

    [Theory]
    [InlineData("2026-01-31", "2026-01-31", false, "2027-01-31")]
    [InlineData("2026-01-31", "2026-01-31", true, "2026-07-31")]
    [InlineData("2026-01-31", "2024-01-31", false, "2027-01-31")]
    [InlineData("2026-01-31", "2023-05-31", false, "2026-05-31")]
    [InlineData("2026-01-31", "2023-05-31", true, "2026-05-31")]
    public void CriteriaDueOn_IsAYearLater_AndNeverPastTheThird(string judged, string whole, bool sensitive, string due)
    {
        var pattern = NodaTime.Text.LocalDatePattern.Iso;
        Assert.Equal(pattern.Parse(due).Value, new VettingOptions().CriteriaDueOn(pattern.Parse(judged).Value, pattern.Parse(whole).Value, sensitive));
    }

    [Fact]
    public void Needs_ThatAreNamed_AreInTheCatalogue() =>
        Assert.All(VettingOptions.SensitiveNeeds.Concat(VettingOptions.ConsentNeeds), slug => Assert.NotNull(DirectoryCatalogue.Default.FindNeed(slug)));
}
