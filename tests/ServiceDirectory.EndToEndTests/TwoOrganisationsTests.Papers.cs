using System.Globalization;
using Microsoft.Playwright;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>What members take home: the report of a year, a day for the calendar, a record for a school.</summary>
public sealed partial class TwoOrganisationsTests
{
    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Report_IsReadByAMember_Printed_AndTakenAsATable(bool script)
    {
        int year = Now.Year - 1;
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script);
        var member = await SeatedAsync(one, ActorRole.Proposer);
        await member.ToDeskAsync();
        if (script)
        {
            await member.FollowAsync("Report.Title", "report-none");
            Assert.Contains(member.Say("Report.None", Now.Year, Now.Year + 1), await member.ReadAsync(), StringComparison.Ordinal);
            await member.OpenAsync(member.At(), "desk-of-member");
        }

        // The first year is that of the first entry; thirteen people wrote of one promise then.
        int promise = script ? 3 : 8;
        await directory.ProposedAsync($"Old Clinic {script} (demo)", script ? "+441632960281" : "+441632960282", on: new NodaTime.LocalDate(year, 3, 1));
        string entry = await directory.ListedAsync($"Counted Clinic {script} (demo)", script ? "+441632960283" : "+441632960284");
        for (int i = 0; i < 13; i++)
        {
            await directory.Logins.App.RunAsync(
                "select directory.send_message(gen_random_uuid(), 'promise', (select id from directory.service where code = $1), $2, null, null, null, null, null, $3, gen_random_uuid(), null, $4, false)",
                entry, promise, Guid.NewGuid().ToByteArray(), new NodaTime.LocalDate(year, 5, 2));
        }

        await member.FollowAsync("Report.Title", "report");
        Assert.Contains(year.ToString(CultureInfo.InvariantCulture), await member.ReadAsync("h1"), StringComparison.Ordinal);
        var line = member.Page.Locator("tr[data-part=Concern]", new PageLocatorOptions { HasText = member.Say($"Promise.{promise}") });
        Assert.Equal("15", await line.Locator("td").InnerTextAsync());
        string sheet = await member.PrintedAsync("report");
        Assert.Contains(member.Say($"Promise.{promise}"), sheet, StringComparison.Ordinal);
        Assert.DoesNotContain(member.Say("Report.File"), sheet, StringComparison.Ordinal);
        var (name, table) = await member.TakeAsync(member.Link(member.Say("Report.File")));
        // Nothing on a disk says what it is.
        Assert.Equal("list.csv", name);
        Assert.Contains(table.Split('\n'), row => row.Contains(member.Say($"Promise.{promise}"), StringComparison.Ordinal) && row.TrimEnd().EndsWith("15", StringComparison.Ordinal));
        Assert.DoesNotContain("13", table, StringComparison.Ordinal);
        Assert.Equal([], _album.Wrong.Concat(member.Broken));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task School_GetsADay_FormsForThoseWhoCome_AndARecord(bool script)
    {
        string title = script ? "On a ward round (demo)" : "In a first talk (demo)";
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var desk = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var phone = await Visit.StartAsync(chromium, directory.Address, script: script);
        var trainer = await SeatedAsync(one, directory.Union, ActorRole.Trainer);
        await trainer.OpenAsync(trainer.At("/training/offers"), "training-offers");
        await OfferAsync(trainer, title, "TrainingTopic.Stigma", "TrainingAudience.Students", "90", "40");
        var school = new Curator(desk, directory.Union, _album);
        await school.OpenAsync(school.InLanguage("/training"), "training-public");
        var offer = school.Page.Locator("section[data-offer]", new PageLocatorOptions { HasTextString = title });
        await school.GoAsync(offer.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = school.Say("Training.AskThis") }), "training-ask-school");
        await school.TypeAsync("Training.Institution", "South School (demo)");
        await school.TypeAsync("Ask.Email", "office@school.example");
        await school.TypeAsync("Training.Course", "Medicine");
        await school.TypeAsync("Training.HoursAsked", "2");
        await school.TypeAsync("Ask.Goals", "To listen before we write.");
        await Task.Delay(s_aMoment, TestContext.Current.CancellationToken);
        await school.PressAsync("Training.SendRequest", "training-asked-school");
        string code = await school.Page.InnerTextAsync("code.key");

        await trainer.OpenAsync(trainer.At("/training"), "training-with-request");
        await trainer.FollowNamedAsync(title, "training-request-of-school");
        await trainer.PressAsync("Training.Accept", "training-accepted-school");
        await trainer.TypeAsync("Training.Day", Iso(Now));
        await trainer.TypeAsync("Training.Time", "14:30");
        await trainer.TypeAsync("Training.MinutesLabel", "90");
        await trainer.TypeAsync("Training.Place", "The old lecture hall");
        await trainer.TickAsync("TrainingTopic.Stigma");
        await trainer.PressAsync("Training.SavePlan", "training-planned-school");
        Assert.Equal([], await trainer.WrongAsync());
        IsAppointment(trainer, await trainer.TakeAsync(trainer.Link(trainer.Say("Training.Calendar"))));

        // The school reads the day with its code, and takes it too.
        Assert.Contains("The old lecture hall", await ReadBackAsync(school, code, "receipt-of-school-planned"), StringComparison.Ordinal);
        IsAppointment(school, await school.TakeAsync(school.Button("Training.Calendar")));
        Assert.Empty(await desk.Context.CookiesAsync());

        // Those who come answer before and after; nobody knows who.
        var links = await trainer.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = trainer.Say("Outcome.Open") }).AllAsync();
        string[] forms = [(await links[0].GetAttributeAsync("href"))!, (await links[1].GetAttributeAsync("href"))!];
        var student = new Curator(phone, directory.Union, _album);
        foreach (var (position, form) in forms.Index())
        {
            string when = position == 0 ? "before" : "after";
            await student.OpenAsync(form, $"outcome-{when}");
            Assert.Contains(student.Say(position == 0 ? "Outcome.LeadBefore" : "Outcome.LeadAfter"), await student.ReadAsync(), StringComparison.Ordinal);
            await student.ChooseAsync("Outcome.Sentence.1", "Outcome.Answer.2");
            await Task.Delay(s_aMoment, TestContext.Current.CancellationToken);
            await student.PressAsync("Outcome.Send", $"outcome-{when}-wrong");
            await student.MendAsync("Outcome.One");
            // What was ticked stays.
            for (int sentence = 2; sentence <= OutcomeService.Questions; sentence++)
                await student.ChooseAsync($"Outcome.Sentence.{sentence}", "Outcome.Answer.3");
            await student.PressAsync("Outcome.Send", $"outcome-{when}-sent");
            Assert.Contains(student.Say("Outcome.Sent"), await student.ReadAsync(), StringComparison.Ordinal);
        }

        Assert.Empty(await phone.Context.CookiesAsync());
        await trainer.TypeAsync("Training.Students", "30");
        await trainer.PressAsync("Training.SaveHeads", "training-counted-school");
        Assert.Equal([], await trainer.WrongAsync());
        // What the school wrote is there to be put right, not typed again.
        Assert.Equal("South School (demo)", await trainer.TypedAsync("Training.Institution"));
        await trainer.TypeAsync("Training.HoursAsked", "many");
        await trainer.TickAsync("Teaching.Paid");
        await trainer.PressAsync("Teaching.Issue", "record-wrong");
        Assert.NotEmpty(await trainer.WrongAsync());
        Assert.Equal("many", await trainer.TypedAsync("Training.HoursAsked"));
        await trainer.TypeAsync("Training.HoursAsked", "2");
        await trainer.PressAsync("Teaching.Issue", "record-issued");
        Assert.Equal([], await trainer.WrongAsync());
        await trainer.FollowAsync("Teaching.Print", "record");
        string sheet = await trainer.PrintedAsync("record");
        Assert.Contains("South School (demo)", sheet, StringComparison.Ordinal);
        Assert.Contains(trainer.Say("Teaching.WerePaid"), sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("lecture hall", sheet, StringComparison.Ordinal);
        await trainer.FollowAsync("Training.Heading", "training-with-request");
        await trainer.FollowAsync("Outcome.Heading", "outcomes-none");
        Assert.Contains(trainer.Say("Outcome.None"), await trainer.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal([], _album.Wrong.Concat(trainer.Broken).Concat(school.Broken).Concat(student.Broken));
    }

    /// <summary>It says when, and neither what nor where.</summary>
    private static void IsAppointment(Curator whose, (string Name, string Words) file)
    {
        Assert.EndsWith(".ics", file.Name, StringComparison.Ordinal);
        Assert.StartsWith("BEGIN:VCALENDAR", file.Words, StringComparison.Ordinal);
        Assert.Contains("DTSTART", file.Words, StringComparison.Ordinal);
        Assert.Contains($"SUMMARY:{whose.Say("Training.Appointment")}", file.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("LOCATION", file.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("demo", file.Words, StringComparison.Ordinal);
    }
}
