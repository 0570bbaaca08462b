using System.Text;
using Microsoft.Playwright;
using OtpNet;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.EndToEndTests;

/// <summary>The way from an invitation to an entry that everybody finds, in the steps that a person would tell a friend.</summary>
internal sealed partial class Curator
{
    /// <summary>What a reviewer notes of one answer while they talk.</summary>
    private const string Answer = "Yes, said the front desk. Their leaflet says so.";

    /// <summary>Comes in with a passkey, on a device that the browser makes up.</summary>
    public async Task JoinWithPasskeyAsync(string link)
    {
        await DeviceAsync();
        await OpenAsync(InLanguage(link), "join");
        await TypeAsync("Join.Passphrase", Phrase);
        await PressAsync("Join.Passkey", "codes");
        await PressAsync("Join.Finish", "account");
    }

    /// <summary>Comes in with an app that was given the key on the page. It needs no script.</summary>
    public async Task JoinWithAppAsync(string link)
    {
        await OpenAsync(InLanguage(link), "join");
        await TypeAsync("Join.Passphrase", Phrase);
        string key = (await Page.InnerTextAsync("code.key")).Replace(" ", "", StringComparison.Ordinal);
        await TypeAsync("Join.Code", new Totp(Base32Encoding.ToBytes(key)).ComputeTotp());
        await PressAsync("Join.GoOn", "codes");
        await PressAsync("Join.Finish", "account");
    }

    public Task ToDeskAsync() => FollowAsync("Desk.Heading", "desk");

    /// <summary>Brings in a list of two rows, looks at what the columns are taken for, and says yes.</summary>
    public async Task BringInAsync(string list)
    {
        await FollowAsync("Entries.Import", "import");
        await Page.GetByLabel(Say("Import.File")).SetInputFilesAsync(new FilePayload { Name = "list.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(list) });
        await PressAsync("Import.Read", "columns");
        await PressAsync("Import.Bring", "working-list");
    }

    /// <summary>
    /// Writes what is known before anybody has called: what it is, who runs it, where it is, how to reach it. What decides a visit is left
    /// to the call, as the page says it may be.
    /// </summary>
    public async Task WriteAsync()
    {
        await FollowAsync("Entry.Section.About", "about");
        await TypeAsync("Entry.summary", "Tests for infections, without questions about work.");
        await ChooseAsync("Entry.profile", "Vetting.Profile.Health");
        await PressAsync("Entry.Next", "who");
        await TypeAsync("Entry.provider.name", "Lantern Health Trust (demo)");
        await ChooseAsync("Entry.provider.kind", "Provider.Public");
        await ChooseAsync("Entry.consent.kind", "Entry.Consent.NotNeeded");
        await PressAsync("Entry.Next", "where");
        await ChooseAsync("Entry.sites.kind", "Entry.SiteKind.Address");
        await TypeAsync("Entry.sites.street", "1 Example Street");
        await PressAsync("Entry.Next", "hours");
        await TypeAsync("Entry.Weekdays", "9-17");
        await TickAsync("Entry.RestClosed");
        await PressAsync("Entry.Next", "reach");
        await TypeAsync("Entry.staffLanguages", "English, Romanian");
        await PressAsync("Entry.Next", "visit");
        await PressAsync("Entry.Next", "ask");
        await PressAsync("Entry.Next", "entry-written");
    }

    /// <summary>Looks at it as everybody would, and hands it in.</summary>
    public async Task HandInAsync()
    {
        await FollowAsync("EntryAction.Preview", "preview");
        await FollowAsync("Preview.Back", "entry-written");
        await PressAsync("Entry.HandIn", "entry-handed-in");
    }

    /// <summary>One call with the sheet in hand: what nobody knows yet, then a question for each promise.</summary>
    public async Task CallAsync()
    {
        await FollowAsync("Sheet.Title", "call-sheet");
        var facts = Page.Locator(".facts-asked");
        if (await facts.CountAsync() > 0)
        {
            // The first of what may be said is a yes.
            foreach (var fact in await facts.GetByRole(AriaRole.Group).AllAsync())
                await TapAsync(fact.GetByRole(AriaRole.Radio).First, tick: true);
            await TypeAsync("Sheet.Cost", "Free");
            await TypeAsync("Sheet.Police", "Nothing, unless a court orders it.");
        }

        foreach (var criterion in Promises)
        {
            var question = Page.Locator(".question", new PageLocatorOptions { Has = Group(Say($"Promise.{criterion.Id}")) });
            await TypeInAsync(question.GetByRole(AriaRole.Textbox).First, Answer);
            await TapAsync(Choice(Say($"Promise.{criterion.Id}"), Say("Judge.Verdict.Met")), tick: true);
        }

        await PressAsync("Sheet.Save", "review-filled");
    }

    /// <summary>Writes down a paper that was seen.</summary>
    public async Task AddEvidenceAsync()
    {
        await FollowFirstAsync("Found.Title", "evidence");
        await SelectAsync("Found.How", "Found.Kind.DocumentSeen");
        await TypeAsync("Found.Note", "Their rules on records, page 4. Copy in the red folder.");
        await TickAsync("Promise.3");
        await PressAsync("Found.Add", "evidence-added");
        await FollowAsync("Judge.Title", "review-filled");
    }

    /// <summary>No tie, so many minutes, and that is the organisation's word.</summary>
    public async Task JudgeAsync(string name, string tie = "Judge.Tie.None")
    {
        await ChooseAsync("Judge.Tie", tie);
        await TypeAsync("Judge.Minutes", "40");
        await PressAsync("Judge.HandIn", name);
    }

    /// <summary>Ticks every promise as met, without asking anybody.</summary>
    public async Task TickAllAsync()
    {
        foreach (var criterion in Promises)
            await ChooseAsync($"Promise.{criterion.Id}", "Judge.Verdict.Met");
    }

    private static IEnumerable<Criterion> Promises => DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.Required && c.Profiles.Contains(Profile.Health));

    private async Task DeviceAsync()
    {
        var devices = await _visit.Context.NewCDPSessionAsync(Page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
