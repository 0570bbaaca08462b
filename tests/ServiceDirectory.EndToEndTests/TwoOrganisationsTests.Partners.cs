using System.Globalization;
using System.Net;
using Microsoft.Playwright;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>Organisations write what helps, train, agree with services and ask those whom a promise is about.</summary>
public sealed partial class TwoOrganisationsTests
{
    private const int Arrest = 46;

    private static string Iso(NodaTime.LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private static NodaTime.LocalDate Now => NodaTime.SystemClock.Instance.GetCurrentInstant().InUtc().Date;

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Guide_IsReadByASecondPerson_BeforeAnybodyFindsIt(bool script)
    {
        string title = script ? "When somebody stares (demo)" : "When somebody asks (demo)";
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var other = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var phone = await Visit.StartAsync(chromium, directory.Address, script: script);
        var writer = await SeatedAsync(one, directory.Union, ActorRole.Proposer);
        await writer.ToDeskAsync();
        await writer.FollowAsync("Written.Heading", "guides-written");
        await writer.FollowAsync("Written.New", "guide-new");
        // Nothing is chosen yet: that is said where it is missing, and what was typed stays.
        await writer.TypeAsync("Written.Text.title", title);
        await writer.PressAsync("Written.Begin", "guide-new-wrong");
        Assert.NotEmpty(await writer.WrongAsync());
        Assert.Equal(title, await writer.Page.GetByLabel(writer.Say("Written.Text.title")).InputValueAsync());
        await writer.ChooseAsync("Written.Kind", "Guides.Kind.FacingStigma");
        await writer.TypeAsync("Entry.NewLanguage", "English");
        await writer.PressAsync("Written.Begin", "guide-edit");
        await writer.TypeAsync("Written.Text.lead", "What others say is theirs.");
        await writer.TypeAsync("Written.Text.body", "# First\n\nBreathe out. Say **no**, and go.\n\n- You owe nobody a reason.");
        var group = DirectoryCatalogue.Default.Groups.Single(g => g.Needs.Any(need => need.Id == Arrest));
        await writer.UnfoldNamedAsync(group.Label);
        await writer.TickNamedAsync(group.Needs.Single(need => need.Id == Arrest).Label);
        await writer.PressAsync("Written.Save", "guide-draft");
        Assert.Equal([], await writer.WrongAsync());
        await writer.PressAsync("Written.Send", "guide-sent");
        Assert.Contains(writer.Say("Written.State.Waiting"), await writer.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await writer.Button("Written.Approve").CountAsync());
        await phone.GoAsync("/guides");
        Assert.DoesNotContain(title, await phone.Page.InnerTextAsync("main"), StringComparison.Ordinal);

        var reader = await SeatedAsync(other, directory.Network, ActorRole.Reviewer);
        await reader.ToDeskAsync();
        await reader.FollowNamedAsync(directory.Union.Name.OriginalWords, "guides-to-read");
        await reader.FollowNamedAsync(title, "guide-waits");
        Assert.Contains("You owe nobody a reason.", await reader.ReadAsync(), StringComparison.Ordinal);
        await reader.PressAsync("Written.Approve", "guides-approved");

        var somebody = new Curator(phone, directory.Union, _album);
        // The list of guides is remembered for some seconds.
        for (int tries = 0; tries < 20 && await somebody.Link(title).CountAsync() == 0; tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await phone.GoAsync($"/needs/{Arrest}");
        }

        await somebody.OpenAsync($"/needs/{Arrest}", "need-with-guide");
        await somebody.FollowNamedAsync(title, "guide-public");
        Assert.Contains("Breathe out. Say no, and go.", await somebody.ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(await phone.Context.CookiesAsync());
        Assert.Equal([], _album.Wrong.Concat(writer.Broken).Concat(reader.Broken).Concat(somebody.Broken));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Training_FromTheOffer_ToTheBadgeThatEverybodySees(bool script)
    {
        string title = script ? "Front desk and privacy (demo)" : "Words that help (demo)";
        var trust = await directory.Given.OrganisationAsync($"Valley Trust {script} (demo)", OrganisationKind.Provider);
        string entry = await directory.ListedAsync($"Valley Clinic {script} (demo)", script ? "+441632960241" : "+441632960242", trust);
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var other = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var phone = await Visit.StartAsync(chromium, directory.Address, script: script);
        var trainer = await SeatedAsync(one, directory.Network, ActorRole.Trainer);
        await trainer.ToDeskAsync();
        await trainer.FollowAsync("Training.Heading", "training");
        await trainer.FollowAsync("Training.OurOffers", "training-offers");
        await OfferAsync(trainer, title, "TrainingTopic.Confidentiality", "TrainingAudience.Clinic", "180", "20");

        var contact = await SeatedAsync(other, trust, ActorRole.ProviderContact);
        await contact.ToDeskAsync();
        await contact.FollowAsync("Training.Heading", "training-of-provider");
        await contact.FollowAsync("Training.Ask", "training-ask");
        await contact.ChooseNamedAsync("Training.Which", title);
        await contact.TypeAsync("Training.Goals", "How to call people in.");
        await contact.TickAsync("Training.People");
        await contact.PressAsync("Training.SendRequest", "training-ask-people");
        // Nobody is asked for stories; what was typed stays.
        Assert.NotEmpty(await contact.WrongAsync());
        Assert.Equal("How to call people in.", await contact.Page.GetByLabel(contact.Say("Training.Goals")).InputValueAsync());
        await contact.Page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = contact.Say("Training.People") }).UncheckAsync();
        await contact.PressAsync("Training.SendRequest", "training-asked");
        Assert.Equal([], await contact.WrongAsync());

        await trainer.OpenAsync(trainer.At("/training"), "training-with-request");
        await trainer.FollowNamedAsync(title, "training-request");
        await trainer.PressAsync("Training.Accept", "training-accepted");
        await trainer.TypeAsync("Training.Day", Iso(Now));
        await trainer.TypeAsync("Training.MinutesLabel", "180");
        await trainer.TypeAsync("Training.Place", "The blue door");
        await trainer.TickAsync("TrainingTopic.Confidentiality");
        await trainer.PressAsync("Training.SavePlan", "training-planned");
        // Both sides take the day into their own calendars.
        IsAppointment(trainer, await trainer.TakeAsync(trainer.Link(trainer.Say("Training.Calendar"))));
        await contact.OpenAsync(contact.At("/training"), "training-of-provider-planned");
        await contact.FollowNamedAsync(title, "training-request-planned");
        Assert.Contains("The blue door", await contact.ReadAsync(), StringComparison.Ordinal);
        IsAppointment(contact, await contact.TakeAsync(contact.Link(contact.Say("Training.Calendar"))));
        await trainer.TypeAsync("Training.FrontDesk", "4");
        await trainer.TypeAsync("Training.Clinical", "6");
        await trainer.TypeAsync("Training.Managers", "1");
        await trainer.TypeAsync("Training.Students", "0");
        await trainer.TypeAsync("Training.Percent", "80");
        await trainer.PressAsync("Training.SaveHeads", "training-counted");
        await trainer.PressAsync("Training.Certify", "training-certified");
        Assert.Equal([], await trainer.WrongAsync());

        await contact.OpenAsync(contact.At("/training"), "training-done");
        await contact.FollowNamedAsync(title, "training-request-of-provider");
        await contact.FollowAsync("Training.ReadCertificate", "certificate");
        Assert.Equal(1, await contact.Page.Locator("svg.square").CountAsync());
        await contact.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.False(await contact.Page.Locator(".leave").IsVisibleAsync());
        Assert.False(await contact.Page.Locator(".screen").IsVisibleAsync());
        Assert.True(await contact.Page.Locator("svg.square").IsVisibleAsync());
        Assert.DoesNotContain("blue door", await contact.ReadAsync(), StringComparison.Ordinal);

        await phone.GoAsync($"/services/{entry}");
        string shown = await phone.Page.InnerTextAsync("main");
        Assert.Contains("80", shown, StringComparison.Ordinal);
        Assert.Contains(trainer.Say("Training.Community"), shown, StringComparison.Ordinal);
        Assert.DoesNotContain(directory.Network.Name.OriginalWords, shown, StringComparison.Ordinal);
        Assert.Equal([], _album.Wrong.Concat(trainer.Broken).Concat(contact.Broken));
    }

    /// <summary>Writes an offer that everybody may read, on the page of offers.</summary>
    private static async Task OfferAsync(Curator trainer, string title, string topic, string audience, string minutes, string people)
    {
        await trainer.TypeAsync("Training.OfferTitle", title);
        await trainer.TickAsync(topic);
        await trainer.TickAsync(audience);
        await trainer.TickAsync("TrainingMode.InPerson");
        await trainer.TypeAsync("Training.MinutesLabel", minutes);
        await trainer.TypeAsync("Training.Languages", "English");
        await trainer.TypeAsync("Training.Group", people);
        await trainer.TickAsync("Training.MakePublic");
        await trainer.PressAsync("Training.SaveOffer", "training-offered");
        Assert.Equal([], await trainer.WrongAsync());
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task School_AsksWithoutAnAccount_AndReadsTheAnswerWithItsCode(bool script)
    {
        string title = script ? "For students of nursing (demo)" : "For students of medicine (demo)";
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var desk = await Visit.StartAsync(chromium, directory.Address, script: script);
        var trainer = await SeatedAsync(one, directory.Union, ActorRole.Trainer);
        await trainer.OpenAsync(trainer.At("/training/offers"), "training-offers");
        await OfferAsync(trainer, title, "TrainingTopic.Stigma", "TrainingAudience.Students", "120", "40");

        var school = new Curator(desk, directory.Union, _album);
        await school.OpenAsync("/training", "training-public");
        var offer = school.Page.Locator("section[data-offer]", new PageLocatorOptions { HasTextString = title });
        Assert.Contains(school.Say("Training.ForStudents"), await offer.InnerTextAsync(), StringComparison.Ordinal);
        await school.GoAsync(offer.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = school.Say("Training.AskThis") }), "training-ask-school");
        await school.TypeAsync("Training.Institution", "North School (demo)");
        await school.TypeAsync("Ask.Email", "maria.lopez@school.example");
        await school.TypeAsync("Training.Course", "Nursing");
        await school.TypeAsync("Ask.Goals", "To ask without judging.");
        await Task.Delay(s_aMoment, TestContext.Current.CancellationToken);
        await school.PressAsync("Training.SendRequest", "training-ask-school-wrong");
        // A person's own address is not asked for, and not kept.
        Assert.NotEmpty(await school.WrongAsync());
        Assert.Equal("To ask without judging.", await school.Page.GetByLabel(school.Say("Ask.Goals")).InputValueAsync());
        await school.TypeAsync("Ask.Email", "office@school.example");
        await school.PressAsync("Training.SendRequest", "training-asked-school");
        string code = await school.Page.InnerTextAsync("code.key");
        Assert.Empty(await desk.Context.CookiesAsync());

        await trainer.OpenAsync(trainer.At("/training"), "training-with-request");
        await trainer.FollowNamedAsync(title, "training-request-of-school");
        await trainer.PressAsync("Training.Accept", "training-accepted-school");
        await trainer.TypeAsync("Training.Reply", "Gladly. In spring?");
        await trainer.PressAsync("Training.SendRequest", "training-replied");

        await school.OpenAsync("/receipts", "receipts");
        await school.TypeAsync("Receipt.Code", code);
        await school.PressAsync("Receipt.Read", "receipt-of-school");
        Assert.Contains("Gladly. In spring?", await school.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal([], _album.Wrong.Concat(trainer.Broken).Concat(school.Broken));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Agreement_IsShown_OnceBothSidesSayThatOthersMayKnow(bool script)
    {
        var trust = await directory.Given.OrganisationAsync($"Mill Trust {script} (demo)", OrganisationKind.Provider);
        string entry = await directory.ListedAsync($"Mill Clinic {script} (demo)", script ? "+441632960251" : "+441632960252", trust);
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var other = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var phone = await Visit.StartAsync(chromium, directory.Address, script: script);
        var contact = await SeatedAsync(other, trust, ActorRole.ProviderContact);
        var writer = await SeatedAsync(one, directory.Network, ActorRole.Coordinator);
        await writer.ToDeskAsync();
        await writer.FollowAsync("Agree.Heading", "agreements");
        await writer.TypeAsync("Agree.WithEntry", entry);
        await writer.TypeAsync("Agree.Does", "We train the front desk. They keep two places free.");
        await writer.TypeAsync("Agree.From", Iso(Now));
        await writer.TypeAsync("Agree.To", Iso(Now.PlusMonths(12)));
        await writer.TypeAsync("Agree.Look", Iso(Now.PlusMonths(6)));
        await writer.TickAsync("Agree.Public");
        await writer.PressAsync("Agree.Send", "agreement-written");
        Assert.Equal([], await writer.WrongAsync());
        await phone.GoAsync($"/services/{entry}");
        Assert.Equal(0, await phone.Page.Locator(".partner").CountAsync());

        await contact.ToDeskAsync();
        await contact.FollowAsync("Agree.Heading", "agreements-of-provider");
        Assert.Contains("They keep two places free.", await contact.ReadAsync(), StringComparison.Ordinal);
        await contact.TickAsync("Agree.AnswerPublic");
        await contact.PressAsync("Agree.Yes", "agreement-agreed");
        await phone.GoAsync($"/services/{entry}");
        Assert.Equal(1, await phone.Page.Locator(".partner").CountAsync());
        // What it says stays between them.
        Assert.DoesNotContain("two places", await phone.Page.InnerTextAsync("body"), StringComparison.Ordinal);

        await contact.UnfoldAsync("Agree.Change");
        await contact.PressAsync("Agree.End", "agreement-ended");
        await phone.GoAsync($"/services/{entry}");
        Assert.Equal(0, await phone.Page.Locator(".partner").CountAsync());
        Assert.Equal([], _album.Wrong.Concat(writer.Broken).Concat(contact.Broken));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Promise_ThatConcernsACommunity_IsAskedAbout_AndTheAnswerReadByTheCouncil(bool script)
    {
        var allied = await directory.Given.OrganisationAsync($"Needle Forum {script} (demo)", OrganisationKind.Allied);
        await directory.Logins.App.RunAsync("update directory.organisation set fields = '{drugs}' where id = $1", allied.Id);
        string question = script ? "Does this hold for people who use drugs?" : "Is this said well for people who use drugs?";
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var other = await Visit.StartAsync(chromium, directory.Address, script: script);
        var council = await SeatedAsync(one, directory.Network, ActorRole.Coordinator);
        await council.ToDeskAsync();
        await council.FollowAsync("Consult.Heading", "consultations");
        await council.SelectAsync("Consult.Who", "OrganisationField.Drugs");
        await council.TypeAsync("Consult.Question", question);
        await council.TypeAsync("Consult.By", Iso(Now.PlusDays(20)));
        await council.PressAsync("Consult.AskButton", "consultation-asked");
        Assert.Equal([], await council.WrongAsync());

        var asked = await SeatedAsync(other, allied, ActorRole.Coordinator);
        await asked.ToDeskAsync();
        await asked.FollowAsync("Consult.Heading", "consultations-of-allied");
        var item = asked.Page.Locator("[data-consultation]", new PageLocatorOptions { HasTextString = question });
        await item.GetByLabel(asked.Say("Consult.Answer")).FillAsync("Only if no urine is asked for.");
        await asked.GoAsync(item.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = asked.Say("Consult.Send") }), "consultation-answered");
        Assert.Equal([], await asked.WrongAsync());

        var answer = await council.OpenAsync(council.At("/consultations"), "consultation-read");
        Assert.Equal((int)HttpStatusCode.OK, answer.Status);
        Assert.Contains("Only if no urine is asked for.", await council.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal([], _album.Wrong.Concat(council.Broken).Concat(asked.Broken));
    }
}
